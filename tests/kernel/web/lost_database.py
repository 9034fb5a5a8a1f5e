"""Ask pages of an installation whose database does not answer; print what they say, as JSON.

Run by test_database_away.py in a process of its own: DATABASE_URL names a closed port.
"""

import json
import sys

import django
from django.conf import settings
from django.test import Client

settings.DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 0.3
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
django.setup()

browser = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
browser.cookies[settings.SESSION_COOKIE_NAME] = "a-session-that-cannot-be-read"
token = "x" * 32
browser.cookies[settings.CSRF_COOKIE_NAME] = token
typed = {
    "csrfmiddlewaretoken": token,
    "login": "orang@contoh.test",
    "password": "rahasia sekali",
    "note": "Penjelasan <b>panjang</b>",
}
asked = {
    "read": browser.get("/kerja/?a=1"),
    "sent": browser.post("/masuk/", typed),
    "api": browser.get("/api/v1/evaluation/institutions/32.09/years/2021/index"),
    "sound": browser.get("/masuk/tidak-ada/"),
}
sys.stdout.write(
    json.dumps(
        {
            name: {
                "status": answer.status_code,
                "headers": dict(answer.headers),
                "text": answer.content.decode(),
            }
            for name, answer in asked.items()
        }
    )
)
