"""An application with kombu: the platform has declared everything, so it only looks, publishes and consumes."""

import os
import signal

from kombu import Connection, Consumer, Exchange, Producer, Queue

# Without no_declare, a Producer declares its exchange and a Consumer its queue.
events = Exchange("events", type="topic", no_declare=True)
orders = Queue("orders", no_declare=True)


def connect():
    # Without confirms a refused publish is silent.
    return Connection(os.environ["AMQP_URL"], transport_options={"confirm_publish": True})


def check(channel):
    # A Queue ignores passive=True, only its queue_declare takes it; an Exchange is the other way about.
    Exchange("events", passive=True)(channel).declare()
    orders(channel).queue_declare(passive=True)


def publish(channel, exchange, routing_key, body):
    """Returns once a queue has the message; amqp's ChannelError 312 says that none takes it."""
    producer = Producer(channel, exchange, auto_declare=False)
    producer.publish(body, routing_key, delivery_mode="persistent", mandatory=True, confirm_timeout=10)


def consumer(channel, queue, handle):
    def on_message(body, message):
        handle(body)
        message.ack()

    return Consumer(channel, [queue], callbacks=[on_message], auto_declare=False, prefetch_count=10)


def main():
    with connect() as connection:
        channel = connection.channel()
        check(channel)
        print("exchange events and queue orders are there")
        publish(channel, events, "order.new", "order 1")
        print("published order 1")
        received = []
        with consumer(channel, orders, received.append):
            # After an error the channel opens itself again, but without its consumers: let errors end this loop.
            while not received:
                connection.drain_events(timeout=10)
        print("consumed", *received)


if __name__ == "__main__":
    signal.alarm(30)  # an example must come to an end
    main()
