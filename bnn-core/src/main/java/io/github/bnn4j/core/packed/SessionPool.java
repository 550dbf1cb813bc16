// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The sessions of a network: as many as can run at once, one a processor, made when they are needed
 * first. Who wants another one waits its turn, without a processor, until one is given back. So
 * memory does not grow with the number of callers. Thread-safe.
 */
final class SessionPool {

  private final Supplier<Session> factory;
  private final Semaphore free;
  private final BlockingQueue<Session> idle;

  SessionPool(int most, Supplier<Session> factory) {
    this.factory = factory;
    this.free = new Semaphore(most, true); // a batch comes back at once, and would always be first
    this.idle = new ArrayBlockingQueue<>(most);
  }

  /**
   * Returns a session that nobody else has; it must be given back. Interrupts do not end it: a turn
   * comes within the images of those who wait before.
   */
  Session borrow() {
    free.acquireUninterruptibly();
    Session session = idle.poll();
    if (session != null) {
      return session;
    }
    try {
      return factory.get();
    } catch (RuntimeException | Error e) {
      free.release();
      throw e;
    }
  }

  void giveBack(Session session) {
    idle.add(session);
    free.release();
  }
}
