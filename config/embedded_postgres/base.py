"""Django's PostgreSQL backend on the embedded server: the first connection starts it, a lost one is replaced."""

import select
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.postgresql import base, client
from psycopg.pq import TransactionStatus

from config.embedded_postgres.place import programs
from config.embedded_postgres.server import Server


class DatabaseClient(client.DatabaseClient):
    """``manage.py dbshell`` with the wheel's psql."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        found = server_of(settings_dict).parameters()
        named = {"HOST": found["host"], "PORT": found["port"], "USER": found["user"]}
        args, env = super().settings_to_cmd_args_env({**settings_dict, **named}, parameters)
        return [str(programs() / args[0]), *args[1:]], env

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.ensure_connection()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Settings: NAME, DATA_DIR, and DURABLE, which only tests turn off."""

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), **server_of(self.settings_dict).parameters()}

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection:
        try:
            connection: psycopg.Connection = super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            server_of(self.settings_dict).ensure()
            connection = super().get_new_connection(self.get_connection_params())
        return connection

    def ensure_connection(self) -> None:
        """Replaces a connection that broke while idle, before anything is sent on it.

        Never inside a transaction, whose first half would be lost; never by sending a statement twice.
        """
        if self.connection is not None and not self.in_atomic_block and self._is_lost():
            self.close()
        super().ensure_connection()

    def _is_lost(self) -> bool:
        if self.connection.closed:
            return True
        if not self.autocommit or self.connection.info.transaction_status != TransactionStatus.IDLE:
            return False
        poller = select.poll()  # an idle connection has something to read when the server hung up, or for news
        poller.register(self.connection.fileno(), select.POLLIN)
        return bool(poller.poll(0)) and not self.is_usable()


def server_of(settings_dict: dict[str, Any]) -> Server:
    return Server(Path(settings_dict["DATA_DIR"]), durable=settings_dict.get("DURABLE", True))
