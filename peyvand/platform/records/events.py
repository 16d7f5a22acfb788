"""Facts that records announce, after commit."""

from django.dispatch import Signal

saved = Signal()  # sender: the model; ids, by — rows were created or edited
acted = Signal()  # sender: the model; verb, ids, by — an action was carried out
