"""Common Italian names and surnames, and towns to be born in: only their mixture is made up."""

from __future__ import annotations

from typing import Final

SURNAMES: Final = (
    "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti "
    "Costa Giordano Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi "
    "Caruso Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola "
    "Marchetti Parisi Villa Conte Ferraro Ferri Fabbri Bianco Marini Grasso Valentini Messina "
    "Sala Gatti Pellegrini Palumbo Sanna Farina Rizzi Monti Cattaneo Morelli Amato Silvestri "
    "Mazza Testa Grassi Pellegrino Carbone Giuliani Benedetti Barone Rossetti Caputo Montanari "
    "Guerra Palmieri Bernardi Martino Fiore Ferretti Bellini Basile Riva Donati Piras Vitali "
    "Battaglia Sartori Neri Costantini Milani Pagano Ruggiero Sorrentino Orlando Negri "
    "Mantovani Brambilla Zanella Cocco Deiana Pinna"
).split()
WOMEN: Final = (
    "Anna Maria Giulia Francesca Sara Chiara Laura Elena Paola Silvia Martina Valentina Alessia "
    "Federica Giorgia Elisa Sofia Aurora Alice Emma Beatrice Camilla Gaia Greta Irene Marta "
    "Noemi Rebecca Vittoria Zoe Adele Bianca Carla Daniela Eleonora Fabiana Gloria Ilaria Lucia "
    "Monica"
).split()
MEN: Final = (
    "Marco Luca Andrea Matteo Alessandro Davide Francesco Giuseppe Antonio Stefano Paolo "
    "Roberto Simone Lorenzo Gabriele Riccardo Tommaso Edoardo Leonardo Mattia Pietro Filippo "
    "Federico Giacomo Samuele Diego Elia Enea Nicola Omar Ivan Fabio Sergio Bruno Carlo Dario "
    "Emanuele Franco Giorgio Hamid"
).split()
# Name, cadastral code, province.
TOWNS: Final = (
    ("Milano", "F205", "MI"),
    ("Roma", "H501", "RM"),
    ("Torino", "L219", "TO"),
    ("Napoli", "F839", "NA"),
    ("Bologna", "A944", "BO"),
    ("Genova", "D969", "GE"),
    ("Firenze", "D612", "FI"),
    ("Bari", "A662", "BA"),
    ("Palermo", "G273", "PA"),
    ("Cagliari", "B354", "CA"),
    ("Verona", "L781", "VR"),
    ("Padova", "G224", "PD"),
    ("Trieste", "L424", "TS"),
    ("Brescia", "B157", "BS"),
    ("Parma", "G337", "PR"),
    ("Perugia", "G478", "PG"),
)
EVENTS: Final = (
    "Caduta sulle scale",
    "Urto contro uno spigolo",
    "Distorsione in corsa",
    "Taglio a una mano",
    "Scivolata sul pavimento bagnato",
    "Colpo ricevuto durante un gioco",
    "Schiacciamento di un dito",
    "Caduta dall’alto",
    "Scottatura",
    "Sforzo nel sollevare un peso",
)
