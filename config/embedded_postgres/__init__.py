"""A private PostgreSQL for a site without DATABASE_URL; as a database engine, one that starts by itself."""

from config.embedded_postgres.place import ServerError
from config.embedded_postgres.server import Server, Status

__all__ = ["Server", "ServerError", "Status"]
