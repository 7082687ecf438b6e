"""The end of a short prognosis becomes a column, so that a job finds it by an index."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Max


def fill(apps, schema_editor):
    """Cases already open: what the next evaluation would write, but for withdrawn certificates.

    Those evaluated again will tell; a case with a closing certificate is left alone.
    """
    caso, riferimento = (
        apps.get_model("denunce", name) for name in ("Caso", "RiferimentoCertificato")
    )
    live = {"adempimenti__ended_at__isnull": True}
    short = caso.objects.filter(stato="aperto", adempimenti__tipo="comunicazione", **live)
    long = caso.objects.filter(stato="aperto", adempimenti__tipo="denuncia", **live)
    counted = riferimento.objects.filter(
        caso__in=short.exclude(lavoratore__categoria="non_assicurato_inail").values("pk"),
        received_at__isnull=False,
        annullato_at__isnull=True,
        corretto_at__isnull=True,
    ).exclude(caso__in=long.values("pk"))
    closed = set(counted.filter(tipo="definitivo").values_list("caso", flat=True).order_by("caso"))
    for pk, last in counted.values_list("caso").annotate(last=Max("prognosi_al")).order_by("caso"):
        if last is not None and pk not in closed:
            caso.objects.filter(pk=pk).update(prognosi_fino_al=last)


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0004_ruolo_di_chi_legge"),
        ("denunce", "0005_riservatezza"),
        ("utenti", "0003_organizzazioni_responsabile"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="caso",
            name="caso_cancellato_vuoto",
        ),
        migrations.AddField(
            model_name="caso",
            name="prognosi_fino_al",
            field=models.DateField(editable=False, null=True, verbose_name="prognosi fino al"),
        ),
        migrations.AddIndex(
            model_name="caso",
            index=models.Index(
                condition=models.Q(("prognosi_fino_al__isnull", False), ("stato", "aperto")),
                fields=["prognosi_fino_al", "id"],
                name="caso_prognosi_breve",
            ),
        ),
        migrations.AddConstraint(
            model_name="caso",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancellato_at__isnull", True),
                    models.Q(
                        ("assegnato_a__isnull", True),
                        ("esito", ""),
                        ("mortale", False),
                        ("noto_at__isnull", True),
                        ("pericolo_di_morte", False),
                        ("prima_assistenza_at__isnull", True),
                        ("prima_visita_at__isnull", True),
                        ("prognosi_fino_al__isnull", True),
                        ("stato", "archiviato"),
                    ),
                    _connector="OR",
                ),
                name="caso_cancellato_vuoto",
                violation_error_code="caso_cancellato_vuoto",
                violation_error_message="Di un caso cancellato non restano i fatti.",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
