"""Which stages of a day's run are finished, so that a run that was cut short goes on."""

from datetime import date

from django.db import models


class DailyRun(models.Model):
    """One finished stage of the run of one day; it is written with what the stage wrote."""

    as_of = models.DateField()
    stage = models.CharField(max_length=30)
    finished_at = models.DateTimeField(auto_now=True)

    class Meta:
        """A stage of a day is finished once."""

        db_table = "daily_run"
        ordering = ["as_of", "id"]
        constraints = [
            models.UniqueConstraint(fields=["as_of", "stage"], name="stage_finished_once")
        ]

    def __str__(self) -> str:
        return f"{self.as_of} {self.stage}"


def finished_stages(as_of: date) -> set[str]:
    """Name the stages of a day that are finished."""
    return set(DailyRun.objects.filter(as_of=as_of).values_list("stage", flat=True))


def finish(as_of: date, stage: str) -> None:
    """Note that a stage of a day is finished, within the transaction of what it wrote."""
    DailyRun.objects.update_or_create(as_of=as_of, stage=stage)
