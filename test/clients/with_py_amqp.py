"""What an application of a scoped user does with py-amqp. Prints one line for each step."""
import os
from urllib.parse import unquote, urlsplit

import amqp

url = urlsplit(os.environ["AMQP_URL"])


def attempt(title, work):
    """On a connection of its own, so that nothing of a refusal is left over."""
    connection = amqp.Connection(
        host=f"{url.hostname}:{url.port}",
        userid=unquote(url.username),
        password=unquote(url.password),
        virtual_host=unquote(url.path[1:]),
        confirm_publish=True,
    )
    connection.connect()
    try:
        print(title, work(connection.channel()) or "ok")
    except amqp.exceptions.AMQPError as refused:
        print(title, refused.reply_code, refused.reply_text.split(" ")[0])
    finally:
        connection.close()


def publish(channel):
    channel.basic_publish(amqp.Message("from py-amqp"), exchange="events", routing_key="order.new")


def consume(channel):
    return channel.basic_get("orders", no_ack=True).body


attempt("declare", lambda channel: channel.exchange_declare("events", "topic", durable=True, auto_delete=False))
attempt("passive", lambda channel: channel.exchange_declare("events", "topic", passive=True))
attempt("missing", lambda channel: channel.queue_declare("orders.missing", passive=True) and None)
attempt("publish", publish)
attempt("consume", consume)
