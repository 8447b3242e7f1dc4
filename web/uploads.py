"""How much a browser may send at once, with its files: decided before anything is kept on the disk."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MOST = 32 * 1024**2  # bytes: the largest document that is read, and the form around it


class BoundedUploads(FileUploadHandler):
    """First of the handlers: a larger request is refused as a whole, by what it says of its own length.

    A request that says less than it sends is cut by the server at what it said.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - the base class's name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        if content_length > MOST:
            raise RequestDataTooBig("This request is larger than the site takes at once.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
