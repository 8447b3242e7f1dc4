"""A service that met a deadlock runs once more; inside another transaction it does not."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection, transaction

from members.models import Facility
from web.transactions import atomic


@pytest.mark.django_db(transaction=True)
def test_two_services_that_wait_for_each_other_both_end_well() -> None:
    for name in ("A", "B"):
        Facility.objects.create(short_name=name)
    both_hold_one = threading.Barrier(2, timeout=20)
    runs: list[str] = []

    @atomic
    def rename(first: str, second: str) -> None:
        runs.append(first)
        Facility.objects.select_for_update().get(short_name=first)
        if len(runs) <= 2:
            both_hold_one.wait()
        Facility.objects.select_for_update().get(short_name=second)
        Facility.objects.filter(short_name__in="AB").update(country="DE")

    failures: list[BaseException] = []

    def run(first: str, second: str) -> None:
        try:
            rename(first, second)
        except BaseException as error:  # noqa: BLE001 - shown below, whatever it is
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=names) for names in (("A", "B"), ("B", "A"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert len(runs) > 2  # one of the two began again, or each did
    assert set(Facility.objects.values_list("country", flat=True)) == {"DE"}


@pytest.mark.django_db(transaction=True)
def test_other_errors_are_not_repeated() -> None:
    runs: list[int] = []

    @atomic
    def fail() -> None:
        runs.append(1)
        Facility.objects.create(short_name="kept?")
        raise OperationalError("something else")

    with pytest.raises(OperationalError, match="something else"):
        fail()
    with pytest.raises(OperationalError, match="something else"), transaction.atomic():
        fail()
    assert len(runs) == 2
    assert not Facility.objects.exists()
