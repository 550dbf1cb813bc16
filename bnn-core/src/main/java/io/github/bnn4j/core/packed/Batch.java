// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Runs many images on the threads of an executor; every task takes the next image left. */
final class Batch {

  private final PackedNetwork network;
  private final byte[] pixels;
  private final int images;
  private final float[] logits;
  private final AtomicInteger next = new AtomicInteger();

  Batch(PackedNetwork network, byte[] pixels, int images) {
    this.network = network;
    this.pixels = pixels;
    this.images = images;
    this.logits = new float[Math.multiplyExact(images, network.labels().size())];
  }

  float[] run(Executor executor) {
    int tasks = Math.min(images, Runtime.getRuntime().availableProcessors());
    CompletableFuture<?>[] running =
        Stream.generate(() -> CompletableFuture.runAsync(this::takeImages, executor))
            .limit(tasks)
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(running).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    return logits;
  }

  private void takeImages() {
    Session session = network.borrow();
    int bytes = network.input().bytes();
    for (int i = next.getAndIncrement(); i < images; i = next.getAndIncrement()) {
      session.logits(pixels, i * bytes, logits, i * network.labels().size());
    }
    network.giveBack(session);
  }
}
