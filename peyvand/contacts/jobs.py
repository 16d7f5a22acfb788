"""Background work of contacts."""

from procrastinate.contrib.django import app

from peyvand.contacts import sizes


@app.task(queueing_lock="classify_sizes", pass_context=False)
def classify_sizes() -> None:
    """Work the size class of every firm out again."""
    sizes.classify_all()
