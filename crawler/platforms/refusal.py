"""A refusal that looks like a page: captcha, firewall, login wall, sent with status 200.

Asked only of a page that has already failed its platform's proof, so a sound article about 验证码 never
comes here. A page with as much text as an article is a changed layout, whatever its words.
"""

from __future__ import annotations

import re

from crawler.platforms.document import Document, line_of

MOST_TEXT = 600
"""Characters of visible text; a challenge page has fewer."""
PHRASES = tuple(
    phrase
    for line in (
        # a proof is asked for
        "安全验证|人机验证|滑动验证|拖动滑块|行为验证|身份验证|输入验证码|填写验证码|完成验证|验证后继续|点击验证",
        "captcha|verify you are human|checking your browser|just a moment|enable javascript and cookies",
        # too often
        "过于频繁|访问频繁|操作频繁|频率过高|频率过快|请求过多|访问次数过多|too many requests|rate limit",
        # firewalls
        "网站防火墙|网络防火墙|应用防火墙|安全狗|云锁|创宇盾|加速乐|网站卫士|护卫神|玄武盾|云盾|雷池|安全威胁",
        "安全拦截|被拦截|被阻断|拦截提示|异常流量|异常访问|非正常访问|非法访问|恶意访问",
        "web application firewall|unusual traffic|request blocked|has been blocked|security check",
        # no access
        "拒绝访问|访问被拒绝|禁止访问|访问受限|无权访问|没有访问权限|没有权限|暂无权限",
        "no access|access denied|access to this page|403 forbidden|not authorized|permission denied",
        # login walls
        "请先登录|请先登陆|登录后查看|登录后阅读|登录后才能|订阅后阅读|付费阅读|开通会员",
        "please log in|please sign in|subscribe to read",
    )
    for phrase in line.split("|")
)
"""What such pages say, in lower case."""
_FIELD = re.compile(r"captcha|verify|vcode|authcode|checkcode|yzm|验证码", re.IGNORECASE)
_SETS_COOKIE = re.compile(r"document\s*\.\s*cookie\s*=|_guard|acw_sc__|__jsl|\$_ts\b")
_GOES_ON = re.compile(r"\blocation\b|\.reload\s*\(|\beval\s*\(")


def challenge(document: Document) -> str:
    """What marks a page as a refusal, in words; '' when nothing does."""
    text = line_of(document.root)
    if len(text) > MOST_TEXT:
        return ""
    title = document.first_text("title")
    words = f"{title} {text}".lower()
    if phrase := next((phrase for phrase in PHRASES if phrase in words), None):
        return f"the page says {phrase!r}"
    for field in document.all("form input, form img, form button, iframe"):
        described = " ".join(
            str(field.get(name) or "") for name in ("name", "id", "class", "src", "placeholder", "alt")
        )
        if found := _FIELD.search(described):
            return f"the page has a form with {found[0]!r}"
    if document.all("input[type='password']"):
        return "the page is a login form"
    scripts = " ".join(script.text or "" for script in document.all("script"))
    if len(text) < 20 and _SETS_COOKIE.search(scripts) and _GOES_ON.search(scripts):
        return "the page is a script that sets a cookie and loads again"
    return ""
