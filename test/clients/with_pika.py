"""What an application of a scoped user does with pika. Prints one line for each step."""
import os

import pika

parameters = pika.URLParameters(os.environ["AMQP_URL"])


def attempt(title, work):
    """On a connection of its own, since a refusal closes the channel."""
    connection = pika.BlockingConnection(parameters)
    channel = connection.channel()
    channel.confirm_delivery()
    try:
        print(title, work(channel) or "ok")
    except pika.exceptions.ChannelClosedByBroker as refused:
        print(title, refused.reply_code, refused.reply_text.split(" ")[0])
    finally:
        connection.close()


def consume(channel):
    method, _, body = channel.basic_get("orders", auto_ack=True)
    return body.decode()


attempt("declare", lambda channel: channel.exchange_declare("events", "topic", durable=True) and None)
attempt("passive", lambda channel: channel.exchange_declare("events", passive=True) and None)
attempt("missing", lambda channel: channel.queue_declare("orders.missing", passive=True) and None)
attempt("publish", lambda channel: channel.basic_publish("events", "order.new", b"from pika", mandatory=True))
attempt("consume", consume)
