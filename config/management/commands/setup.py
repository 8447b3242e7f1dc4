"""``manage.py setup``: the first chair and group of an empty site, without the sample."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from members.models import Account, Group, Member
from members.services import create_group, ensure_facility
from roadmap.services import create_roadmap
from web.refusals import Refused


class Command(BaseCommand):
    help = "Make the first chair and working group in an empty database. Asks for what is not given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", help="the chair's name")
        parser.add_argument("--email", help="the chair's e-mail, to sign in with")
        parser.add_argument("--facility", help="the chair's facility, short name (optional)")
        parser.add_argument("--group", help="the working group's name")
        parser.add_argument("--password-file", help="a file whose first line is the password (else it is asked for)")

    def handle(self, *args: Any, **options: Any) -> None:
        if Group.objects.exists():
            raise CommandError("This site has a group already. setup is for an empty one; sign in as its chair.")
        name = options["name"] or self.ask("Your name, as the chair: ")
        email = options["email"] or self.ask("Your e-mail: ")
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an e-mail address.") from None
        facility = (
            options["facility"] if options["facility"] is not None else self.ask("Your facility (may be empty): ")
        )
        group = options["group"] or self.ask("The working group's name: ")
        if not (name.strip() and group.strip()):
            raise CommandError("A chair and a group need a name.")
        self.make(name, email, facility, group, self.password(options["password_file"]))
        self.stdout.write(f"{group} is set up with {name} as its chair. Start the site (manage.py serve) and sign in.")

    def ask(self, question: str) -> str:
        try:
            return input(question).strip()
        except EOFError:
            raise CommandError("Nobody answers. Give --name, --email, --group and --password-file.") from None

    def password(self, path: str | None) -> str:
        if path:
            try:
                with open(path, encoding="utf-8") as file:  # noqa: PTH123 - /dev/stdin is welcome
                    password = file.readline().rstrip("\n")
            except OSError as error:
                raise CommandError(f"The password file cannot be read: {error.strerror}.") from None
        else:
            try:
                password = getpass.getpass("A password, ten characters or more: ")
            except EOFError:
                raise CommandError("Nobody answers. Give --password-file.") from None
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        return password

    @transaction.atomic
    def make(self, name: str, email: str, facility: str, group_name: str, password: str) -> None:
        member = Member.objects.create(
            name=name.strip(),
            facility=ensure_facility(short_name=facility) if facility.strip() else None,
            account=Account.objects.create_user(email, password),
        )
        slug = slugify(group_name)[:40] or "group"
        try:
            group = create_group(slug=slug, name=group_name.strip(), chair=member)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        create_roadmap(group=group, by=member)
