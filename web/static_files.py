"""Static files in production: compressed, with their content's hash in the name."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Whitenoise's storage that also follows ``import`` in our own JavaScript modules.

    Only ours: what packages bring along may import names that only a bundler knows.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", IMPORTS))
