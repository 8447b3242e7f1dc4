from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "minutes"
    verbose_name = "Minutes"

    def ready(self) -> None:
        from minutes import decided, history, hosts

        hosts.register()
        history.register()
        decided.register()
