"""A mail server for the tests, on Debian's python3-aiosmtpd.

It keeps what it takes as NNNN.eml files and answers by the mailbox that a mail is for:
  rcpt-451@…  that code to RCPT TO         data-554@…  that code to the message
  hang@…      no answer to RCPT TO         drop@…      takes the message and cuts the connection before it says so
  hold@…      takes the message and never answers
Prints its port, and ends when its standard input does, so that it never outlives the tests.
"""
import argparse
import asyncio
import os
import re
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

HOUR = 3600


class Mailboxes:
    def __init__(self, folder, mail_from):
        self.folder = folder
        self.mail_from = mail_from
        self.count = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.mail_from:
            return f'{self.mail_from} you are not known here'
        envelope.mail_from = address
        return '250 OK'

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split('@')[0]
        if name == 'hang':
            await asyncio.sleep(HOUR)
        code = re.fullmatch(r'rcpt-(\d{3})', name)
        if code:
            return f'{code[1]} so I was told'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split('@')[0]
        code = re.fullmatch(r'data-(\d{3})', name)
        if code:
            return f'{code[1]} so I was told'
        self.keep(session, envelope)
        if name == 'hold':
            await asyncio.sleep(HOUR)
        if name == 'drop':
            server.transport.abort()
        return '250 taken'

    def keep(self, session, envelope):
        self.count += 1
        path = os.path.join(self.folder, f'{self.count:04}.eml')
        with open(path + '.part', 'wb') as file:
            file.write(f'X-Test-Recipients: {",".join(envelope.rcpt_tos)}\r\n'.encode())
            file.write(f'X-Test-Tls: {session.ssl is not None}\r\n'.encode())
            file.write(f'X-Test-Peer: {session.peer[1]}\r\n'.encode())
            file.write(envelope.original_content)
        os.rename(path + '.part', path)


def authenticator(user, password):
    def check(server, session, envelope, mechanism, data):
        right = data.login == user.encode() and data.password == password.encode()
        return AuthResult(success=right, handled=False)
    return check


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--folder', required=True)
    parser.add_argument('--port', type=int, default=0)
    parser.add_argument('--certificate')
    parser.add_argument('--user')
    parser.add_argument('--password')
    parser.add_argument('--mail-from')
    told = parser.parse_args()
    tls = None
    if told.certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(told.certificate)
    mailboxes = Mailboxes(told.folder, told.mail_from)

    def session():
        return SMTP(
            mailboxes, hostname='mail.test', tls_context=tls, require_starttls=tls is not None,
            auth_required=told.user is not None, auth_require_tls=tls is not None,
            authenticator=authenticator(told.user, told.password) if told.user else None)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, '127.0.0.1', told.port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.read)
    os._exit(0)


asyncio.run(main())
