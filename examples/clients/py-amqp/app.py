"""An application with py-amqp. The platform declares all objects; the application checks, publishes and consumes."""

import os
import signal
from urllib.parse import unquote, urlsplit

import amqp


def connect(confirm_publish=True):
    url = urlsplit(os.environ["AMQP_URL"])
    connection = amqp.Connection(
        host=f"{url.hostname}:{url.port or 5672}",
        userid=unquote(url.username),
        password=unquote(url.password),
        virtual_host=unquote(url.path[1:]),
        # Without confirms, a refused publish raises no error.
        confirm_publish=confirm_publish,
    )
    connection.connect()
    return connection


def check(channel):
    # passive=True checks that the object exists. Without it, the call declares, which the broker refuses.
    channel.exchange_declare("events", "topic", passive=True)
    channel.queue_declare("orders", passive=True)


def publish(channel, exchange, routing_key, body):
    """Returns once a queue has the message. Raises ChannelError 312 if no binding matches."""
    message = amqp.Message(body, delivery_mode=2)
    channel.basic_publish(message, exchange, routing_key, mandatory=True, confirm_timeout=10)


def consume(channel, queue, handle):
    def on_message(message):
        handle(message.body)
        channel.basic_ack(message.delivery_tag)

    channel.basic_qos(0, 10, False)
    channel.basic_consume(queue, callback=on_message)


def main():
    connection = connect()
    channel = connection.channel()
    check(channel)
    print("exchange events and queue orders exist")
    publish(channel, "events", "order.new", "order 1")
    print("published order 1")
    received = []
    consume(channel, "orders", received.append)
    # After an error the channel reopens itself without its consumers, so errors must end this loop.
    while not received:
        connection.drain_events(timeout=10)
    print("consumed", *received)
    connection.close()


if __name__ == "__main__":
    signal.alarm(30)  # ends the example if it hangs
    main()
