"""Addresses of chasing."""

from django.urls import URLPattern, path

from duecourse.web.chasing import doing, letter_doing
from duecourse.web.chasing.letter import letter, paper
from duecourse.web.chasing.letters import letters
from duecourse.web.chasing.templates import restore, template, templates

chasing_addresses: list[URLPattern] = [
    path("chasing/promise/", doing.promise, name="chasing-promise"),
    path("chasing/promise/over/", doing.promise_over, name="chasing-promise-over"),
    path("chasing/dispute/", doing.dispute, name="chasing-dispute"),
    path("chasing/dispute/over/", doing.dispute_over, name="chasing-dispute-over"),
    path("chasing/note/", doing.note, name="chasing-note"),
    path("chasing/pause/", doing.pause, name="chasing-pause"),
    path("chasing/resume/", doing.resume, name="chasing-resume"),
    path("chasing/address/", doing.address, name="chasing-address"),
    path("chasing/undo/", doing.undo, name="chasing-undo"),
    path("letters/", letters, name="letters"),
    path("letters/draft/", letter_doing.draft, name="letters-draft"),
    path("letters/queue/", letter_doing.queue, name="letters-queue"),
    path("letters/recall/", letter_doing.recall_all, name="letters-recall"),
    path("letters/statement/", letter_doing.statement, name="statement-draft"),
    path("letters/templates/", templates, name="letter-templates"),
    path("letters/templates/<str:purpose>/<str:language>/", template, name="letter-template"),
    path(
        "letters/templates/<str:purpose>/<str:language>/restore/",
        restore,
        name="letter-template-restore",
    ),
    path("letters/<int:number>/", letter, name="letter"),
    path("letters/<int:number>/letter.pdf", paper, name="letter-paper"),
    path("letters/<int:number>/edit/", letter_doing.edit, name="letter-edit"),
    path("letters/<int:number>/approve/", letter_doing.approve, name="letter-approve"),
    path("letters/<int:number>/recall/", letter_doing.recall, name="letter-recall"),
    path("letters/<int:number>/withdraw/", letter_doing.withdraw, name="letter-withdraw"),
    path("letters/<int:number>/hand-out/", letter_doing.hand_out, name="letter-hand-out"),
    path("letters/<int:number>/settle/", letter_doing.settle, name="letter-settle"),
    path("letters/<int:number>/retry/", letter_doing.retry, name="letter-retry"),
]
