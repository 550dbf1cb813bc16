// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs many images on the calling thread and on those of an executor; each takes the next image
 * left. So the batch ends even if the executor has no thread for it: the caller takes all.
 */
final class Batch {

  private final PackedNetwork network;
  private final byte[] pixels;
  private final int images;
  private final float[] logits;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch left;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  Batch(PackedNetwork network, byte[] pixels, int images) {
    this.network = network;
    this.pixels = pixels;
    this.images = images;
    this.logits = new float[Math.multiplyExact(images, network.labels().size())];
    this.left = new CountDownLatch(images);
  }

  float[] run(Executor executor) {
    int helpers = Math.min(images, Runtime.getRuntime().availableProcessors()) - 1;
    try {
      for (int i = 0; i < helpers; i++) {
        executor.execute(() -> takeImages(false));
      }
    } catch (RejectedExecutionException e) {
      // an executor that takes no more leaves more to the caller
    }
    takeImages(true);
    try {
      left.await();
    } catch (InterruptedException e) {
      next.set(images);
      Thread.currentThread().interrupt();
      throw new CancellationException("The batch was interrupted; some images have no logits.");
    }
    if (failure.get() instanceof Error error) {
      throw error;
    }
    if (failure.get() instanceof RuntimeException exception) {
      throw exception;
    }
    return logits;
  }

  private void takeImages(boolean stopsWhenInterrupted) {
    while (!(stopsWhenInterrupted && Thread.currentThread().isInterrupted())) {
      int image = next.getAndUpdate(i -> Math.min(i + 1, images));
      if (image == images) {
        return;
      }
      try {
        run(image);
      } catch (RuntimeException | Error e) {
        failure.set(e);
      } finally {
        left.countDown();
      }
    }
  }

  /** Has a session for this image alone, so that other callers wait for an image, not a batch. */
  private void run(int image) {
    Session session = network.sessions().borrow();
    try {
      session.logits(
          pixels, image * network.input().bytes(), logits, image * network.labels().size());
    } finally {
      network.sessions().giveBack(session);
    }
  }
}
