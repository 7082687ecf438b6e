"""People with an account and organisations."""

from __future__ import annotations

from datetime import date

import factory

from utenti.models import Delega, Membership, Organizzazione, Sede, TipoOrganizzazione, Utente
from utenti.ruoli import Ruolo


class UtenteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Utente

    email = factory.Sequence(lambda n: f"utente{n}@persone.test")
    nome = "Laura"
    cognome = "Conti"


class OrganizzazioneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organizzazione

    tipo = TipoOrganizzazione.SCUOLA_STATALE
    denominazione = factory.Sequence(lambda n: f"Istituto Esempio {n}")
    comune = "Milano"


class SedeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sede

    organizzazione = factory.SubFactory(OrganizzazioneFactory)
    denominazione = factory.Sequence(lambda n: f"Plesso {n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    utente = factory.SubFactory(UtenteFactory)
    organizzazione = factory.SubFactory(OrganizzazioneFactory)
    ruolo = Ruolo.SEGRETERIA
    valid_from = date(2025, 9, 1)


class DelegaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delega

    delegante = factory.SubFactory(OrganizzazioneFactory, tipo=TipoOrganizzazione.IMPRESA)
    delegato = factory.SubFactory(OrganizzazioneFactory, tipo=TipoOrganizzazione.INTERMEDIARIO)
    valid_from = date(2025, 9, 1)
