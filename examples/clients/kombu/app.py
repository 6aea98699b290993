"""An application with kombu. The platform declares all objects; the application checks, publishes and consumes."""

import os
import signal

from kombu import Connection, Consumer, Exchange, Producer, Queue

# Without no_declare, a Producer declares its exchange and a Consumer its queue.
events = Exchange("events", type="topic", no_declare=True)
orders = Queue("orders", no_declare=True)


def connect():
    # Without confirms, a refused publish raises no error.
    return Connection(os.environ["AMQP_URL"], transport_options={"confirm_publish": True})


def check(channel):
    # An Exchange accepts passive=True in its constructor. A Queue ignores it there; its queue_declare accepts it.
    Exchange("events", passive=True)(channel).declare()
    orders(channel).queue_declare(passive=True)


def publish(channel, exchange, routing_key, body):
    """Returns once a queue has the message. Raises amqp's ChannelError 312 if no binding matches."""
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
        print("exchange events and queue orders exist")
        publish(channel, events, "order.new", "order 1")
        print("published order 1")
        received = []
        with consumer(channel, orders, received.append):
            # After an error the channel reopens itself without its consumers, so errors must end this loop.
            while not received:
                connection.drain_events(timeout=10)
        print("consumed", *received)


if __name__ == "__main__":
    signal.alarm(30)  # ends the example if it hangs
    main()
