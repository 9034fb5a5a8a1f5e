"""People in front of a real Chromium: by their role's account, or as guests."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from caruban.kernel.accounts.models import User
from tests.browser.chromium import PATIENCE


class House:
    """Opens tabs for people: by their role's account, or for a guest."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url

    def tab(
        self,
        account: str | User = "",
        *,
        width: int = 1280,
        theme: str = "light",
        scripts: bool = True,
    ) -> Page:
        """Give a tab of its own, in which the demonstration's account is signed in.

        account   somebody, or what stands before the @ of an address of the demonstration;
                  "" for a guest
        scripts   whether its pages may run JavaScript
        """
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            java_script_enabled=scripts,
        )
        if account:
            context.add_cookies([self.session(account)])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    def session(self, account: str | User) -> dict[str, str]:
        """Give the cookie of a new session of somebody."""
        client = Client()
        if isinstance(account, str):
            account = User.objects.get(email=f"{account}@demo.caruban.invalid")
        client.force_login(account)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        return {"name": session.key, "value": session.value, "url": self.url}
