"""Code lists of the case, as stored; the engine has the same values (a test compares)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TipoEvento(models.TextChoices):
    """What happened: an injury, or a disease that shows itself."""

    INFORTUNIO = "infortunio", _("Infortunio")
    MALATTIA_PROFESSIONALE = "malattia_professionale", _("Malattia professionale")


class Categoria(models.TextChoices):
    """Who the insured person is: it decides cover and duties (dominio 0.1, 4.1)."""

    LAVORATORE = "lavoratore", _("Lavoratore dipendente")
    STUDENTE = "studente", _("Studente")
    STUDENTE_FSL = "studente_fsl", _("Studente in formazione scuola-lavoro")
    PERSONALE_SCOLASTICO = "personale_scolastico", _("Personale scolastico")
    MARITTIMO = "marittimo", _("Marittimo")
    OPERAIO_AGRICOLO_OTD = "operaio_agricolo_otd", _("Operaio agricolo a tempo determinato")
    AGRICOLO_AUTONOMO = "agricolo_autonomo", _("Lavoratore agricolo autonomo")
    DOMESTICO = "domestico", _("Lavoratore domestico")
    NON_ASSICURATO_INAIL = "non_assicurato_inail", _("Lavoratore non assicurato INAIL")
    ARTIGIANO_TITOLARE = "artigiano_titolare", _("Artigiano titolare")


class Luogo(models.TextChoices):
    """Where it happened, as far as the rules look at it."""

    IN_SEDE = "in_sede", _("In sede")
    VIAGGIO_ISTRUZIONE = "viaggio_istruzione", _("In viaggio o uscita di istruzione")
    IN_ITINERE = "in_itinere", _("Nel tragitto casa-lavoro o casa-scuola")
    IN_ITINERE_FSL = "in_itinere_fsl", _("Nel tragitto casa-struttura ospitante")
    TRAGITTO_SCUOLA_OSPITANTE = (
        "tragitto_scuola_ospitante",
        _("Nel tragitto scuola-struttura ospitante"),
    )
    A_BORDO = "a_bordo", _("A bordo")
    CAMPO = "campo", _("In campo")
    CANTIERE = "cantiere", _("In cantiere")
    ABITAZIONE = "abitazione", _("In un’abitazione")
    TRASFERTA = "trasferta", _("In trasferta")


class Attivita(models.TextChoices):
    """The pupil's activity: it decided the cover of pupils before September 2023."""

    LABORATORIO = "laboratorio", _("Laboratorio")
    EDUCAZIONE_FISICA = "educazione_fisica", _("Educazione fisica")
    MENSA = "mensa", _("Mensa")
    ALTRA = "altra", _("Altra attività")


class TipoCertificato(models.TextChoices):
    """The kinds of injury certificate."""

    PRIMO = "primo", _("Primo")
    CONTINUATIVO = "continuativo", _("Continuativo")
    DEFINITIVO = "definitivo", _("Definitivo")
    RIAMMISSIONE = "riammissione", _("Riammissione in temporanea")


class RedattoDa(models.TextChoices):
    """Who wrote the certificate: on board it moves the term to the first landing."""

    PRONTO_SOCCORSO = "pronto_soccorso", _("Pronto soccorso")
    MEDICO_A_TERRA = "medico_a_terra", _("Medico a terra")
    MEDICO_DI_BORDO = "medico_di_bordo", _("Medico di bordo")


class RicevutoVia(models.TextChoices):
    """How the references reached the employer."""

    LAVORATORE = "lavoratore", _("Dal lavoratore o dalla famiglia")
    COPIA_CARTACEA = "copia_cartacea", _("Copia cartacea")
    EMAIL = "email", _("Per e-mail")
    PEC = "pec", _("Per PEC")
    SERVIZIO_INAIL = "servizio_inail", _("Dal servizio INAIL di ricerca certificati")
    PORTALE = "portale", _("Proposto da questo portale")


class MotivoCorrezione(models.TextChoices):
    """Why a certificate that was registered is corrected; kept as a code in the history."""

    BATTITURA = "battitura", _("Errore di battitura")
    DETTATURA = "dettatura", _("Dati letti o dettati male")
    DATI_MANCANTI = "dati_mancanti", _("Mancava un dato che ora c’è")
    ALTRO_CERTIFICATO = "altro_certificato", _("Erano i dati di un altro certificato")


class TipoAdempimento(models.TextChoices):
    """The duties the engine can decide."""

    COMUNICAZIONE = "comunicazione", _("Comunicazione di infortunio")
    DENUNCIA = "denuncia", _("Denuncia di infortunio")
    SEGNALAZIONE_24H = "segnalazione_24h", _("Segnalazione entro 24 ore")
    DENUNCIA_ASSICURAZIONE = "denuncia_assicurazione", _("Denuncia all’assicurazione")
    DENUNCIA_MP = "denuncia_mp", _("Denuncia di malattia professionale")
    DENUNCIA_PS = "denuncia_ps", _("Denuncia all’autorità di pubblica sicurezza")
    AVVISO_AL_DATORE = "avviso_al_datore", _("Avviso del lavoratore al datore")
    TRASMISSIONE_CERTIFICATO = "trasmissione_certificato", _("Trasmissione del certificato")


class Obbligato(models.TextChoices):
    """Who owes the duty."""

    DATORE = "datore", _("Datore di lavoro")
    LAVORATORE = "lavoratore", _("Lavoratore")
    MEDICO = "medico", _("Medico")


class EsitoCaso(models.TextChoices):
    """How a case ended, as the employer knows it; INAIL's own decision may differ."""

    GUARIGIONE = "guarigione", _("Guarigione")
    POSTUMI = "postumi", _("Guarigione con postumi")
    DECESSO = "decesso", _("Decesso")
    NON_RICONOSCIUTO = "non_riconosciuto", _("Non riconosciuto dall’INAIL")
    ERRORE = "errore", _("Caso aperto per errore")
    ALTRO = "altro", _("Altro")


class Canale(models.TextChoices):
    """The channel by which the user says a form was sent; the portal itself sends nothing."""

    SIDI = "sidi", _("SIDI")
    PORTALE_INAIL = "portale_inail", _("Servizi online INAIL")
    PEC = "pec", _("PEC")
    POSTA = "posta", _("Posta raccomandata")
    PORTALE_ASSICURAZIONE = "portale_assicurazione", _("Portale dell’assicurazione")
    CONSEGNA_A_MANO = "consegna_a_mano", _("Consegna a mano")
    ALTRO = "altro", _("Altro mezzo che prova l’invio")


class Sesso(models.TextChoices):
    """Sex, as in the codice fiscale."""

    FEMMINA = "F", _("Femmina")
    MASCHIO = "M", _("Maschio")
