"""Code lists of the certificates, as stored. Those of the employer's side have the same values."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Genere(models.TextChoices):
    """Which of the two certificates it is."""

    INFORTUNIO = "infortunio", _("Certificato di infortunio")
    MALATTIA = "malattia_professionale", _("Certificato di malattia professionale")


class TipoCertificato(models.TextChoices):
    """The kinds of certificate of one event."""

    PRIMO = "primo", _("Primo")
    CONTINUATIVO = "continuativo", _("Continuativo")
    DEFINITIVO = "definitivo", _("Definitivo")
    RIAMMISSIONE = "riammissione", _("Riammissione in temporanea")


class RedattoDa(models.TextChoices):
    """Who writes: on board it moves the employer's term to the first landing."""

    PRONTO_SOCCORSO = "pronto_soccorso", _("Pronto soccorso")
    MEDICO_A_TERRA = "medico_a_terra", _("Altro medico a terra")
    MEDICO_DI_BORDO = "medico_di_bordo", _("Medico di bordo")


class Categoria(models.TextChoices):
    """Who the worker is, as far as the doctor can know it: in agriculture it decides whose the duty
    to report a disease is (TU art. 251)."""

    LAVORATORE = "lavoratore", _("Lavoratore dipendente")
    STUDENTE = "studente", _("Studente")
    PERSONALE_SCOLASTICO = "personale_scolastico", _("Personale scolastico")
    MARITTIMO = "marittimo", _("Marittimo")
    OPERAIO_AGRICOLO_OTD = "operaio_agricolo_otd", _("Operaio agricolo a tempo determinato")
    AGRICOLO_AUTONOMO = "agricolo_autonomo", _("Lavoratore agricolo autonomo")
    DOMESTICO = "domestico", _("Lavoratore domestico")
    ARTIGIANO_TITOLARE = "artigiano_titolare", _("Artigiano titolare")


AGRICOLI = frozenset({Categoria.OPERAIO_AGRICOLO_OTD, Categoria.AGRICOLO_AUTONOMO})


class Sesso(models.TextChoices):
    """Sex, as in the codice fiscale."""

    FEMMINA = "F", _("Femmina")
    MASCHIO = "M", _("Maschio")


class Registro139(models.TextChoices):
    """Whether the disease is in the list of art. 139 TU (D.M. 15/11/2023), and in which part."""

    NO = "no", _("Non è in elenco")
    LISTA_1 = "lista_1", _("Lista I: origine lavorativa di elevata probabilità")
    LISTA_2 = "lista_2", _("Lista II: origine lavorativa di limitata probabilità")
    LISTA_3 = "lista_3", _("Lista III: origine lavorativa possibile")


class Esito(models.TextChoices):
    """What the doctor sees at the end, in a definitive certificate."""

    GUARIGIONE = "guarigione", _("Guarigione senza postumi prevedibili")
    POSTUMI = "postumi", _("Guarigione con postumi prevedibili")


class MotivoAnnullamento(models.TextChoices):
    """Why a certificate is annulled; kept as a code in the history."""

    PERSONA = "persona", _("Era di un’altra persona")
    DATI = "dati", _("Conteneva dati sbagliati")
    DOPPIO = "doppio", _("Era già stato emesso un altro certificato per gli stessi giorni")
    NON_LAVORO = "non_lavoro", _("Il fatto non riguarda il lavoro")
    ALTRO = "altro", _("Altro motivo")


class Origine(models.TextChoices):
    """How an issued certificate came into the portal."""

    PORTALE = "portale", _("Scritto nel portale")
    FLUSSO = "flusso", _("Dal sistema della struttura")


class TipoStampa(models.TextChoices):
    """The two papers of a certificate: the employer's has the references alone."""

    LAVORATORE = "lavoratore", _("Copia per il lavoratore")
    DATORE = "datore", _("Copia per il datore di lavoro, senza dati sanitari")


class StatoStampa(models.TextChoices):
    """Where the making of a paper stands."""

    IN_PREPARAZIONE = "in_preparazione", _("In preparazione")
    PRONTA = "pronta", _("Pronta")
    FALLITA = "fallita", _("Non riuscita")
