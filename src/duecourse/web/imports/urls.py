"""Addresses of importing."""

from django.urls import URLPattern, path

from duecourse.web.imports import batch, front, waiting

import_addresses: list[URLPattern] = [
    path("import/", front.imports, name="imports"),
    path("import/upload/", front.upload, name="import-upload"),
    path("import/template/", front.template, name="import-template"),
    path("import/waiting/<int:number>/", waiting.waiting, name="import-waiting"),
    path("import/waiting/<int:number>/map/", waiting.map_waiting, name="import-map"),
    path("import/waiting/<int:number>/keep/", waiting.keep_waiting, name="import-keep"),
    path("import/waiting/<int:number>/discard/", waiting.discard_waiting, name="import-discard"),
    path(
        "import/waiting/<int:number>/problems.csv",
        waiting.waiting_problems,
        name="import-waiting-problems",
    ),
    path("import/<int:number>/", batch.batch, name="import-batch"),
    path("import/<int:number>/take-back/", batch.take_back_batch, name="import-take-back"),
    path("import/<int:number>/problems.csv", batch.batch_problems, name="import-problems"),
]
