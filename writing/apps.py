from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "writing"
    verbose_name = "Writing"

    def ready(self) -> None:
        from writing import checks  # noqa: F401 - registers itself
        from writing.events import register

        register()
