// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.Targets;
import io.github.bnn4j.layers.train.augment.Augmentation;
import io.github.bnn4j.layers.train.augment.Mixing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Cuts a data set into batches, made on a thread of its own while the one before is worked on. At
 * most two batches are waiting. Which images a batch holds, and how they are changed, depends only
 * on seed and epoch.
 */
final class BatchSource implements AutoCloseable {

  private static final int BUFFERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ImageSource data;
  private final PixelScaling scaling;
  private final int batch;
  private final List<INDArray> buffers = new ArrayList<>();
  private final float[] values;
  private final byte[] image;
  private final byte[] first;
  private byte[] current;
  private byte[] next;
  private final ExecutorService loader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "bnn-batch-loader");
            thread.setDaemon(true);
            return thread;
          });

  BatchSource(ImageSource data, PixelScaling scaling, int batch) {
    this.data = data;
    this.scaling = scaling;
    this.batch = batch;
    this.values = new float[batch * data.shape().size()];
    this.image = new byte[data.shape().size()];
    this.first = new byte[image.length];
    this.current = new byte[image.length];
    this.next = new byte[image.length];
    for (int i = 0; i < BUFFERS; i++) {
      buffers.add(Nd4j.create(DataType.FLOAT, data.shape().batch(batch)));
    }
  }

  /** The full batches of an epoch in random order, one after the other, but at most so many. */
  void forEachShuffled(
      long seed,
      int epoch,
      Augmentation augmentation,
      Mixing mixing,
      int most,
      Consumer<LabelledBatch> action) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
    int[] order = permutation(data.size(), random);
    int batches = Math.min(most, data.size() / batch);
    forEach(order, batches, new Changes(augmentation, mixing, random), action);
  }

  /** All images in order; the last batch may hold fewer. */
  void forEachInOrder(Consumer<LabelledBatch> action) {
    int[] order = new int[data.size()];
    Arrays.setAll(order, i -> i);
    int batches = (data.size() + batch - 1) / batch;
    forEach(
        order,
        batches,
        new Changes(Augmentation.NONE, Mixing.NONE, new SplittableRandom(0)),
        action);
  }

  /** What is done with the images of an epoch. */
  private record Changes(Augmentation augmentation, Mixing mixing, SplittableRandom random) {}

  private static int[] permutation(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private void forEach(int[] order, int batches, Changes changes, Consumer<LabelledBatch> action) {
    List<Future<LabelledBatch>> waiting = new ArrayList<>();
    int ahead = Math.min(BUFFERS - 1, batches);
    for (int i = 0; i < ahead; i++) {
      waiting.add(load(order, i, changes));
    }
    for (int i = 0; i < batches; i++) {
      LabelledBatch ready = await(waiting.get(i));
      if (i + ahead < batches) {
        waiting.add(load(order, i + ahead, changes));
      }
      action.accept(ready);
    }
  }

  private Future<LabelledBatch> load(int[] order, int index, Changes changes) {
    INDArray target = buffers.get(index % BUFFERS);
    return loader.submit(() -> fill(target, order, index, changes));
  }

  /**
   * An image is mixed with the next one of its batch, whose order is random, the last with the
   * first.
   */
  private LabelledBatch fill(INDArray target, int[] order, int index, Changes changes) {
    int from = index * batch;
    int count = Math.min(batch, order.length - from);
    int[] labels = new int[count];
    int[] others = new int[count];
    double[] shares = new double[count];
    read(order[from], changes, first);
    System.arraycopy(first, 0, current, 0, first.length);
    for (int i = 0; i < count; i++) {
      labels[i] = data.label(order[from + i]);
      int other = (i + 1) % count;
      others[i] = data.label(order[from + other]);
      if (other > 0) {
        read(order[from + other], changes, next);
      }
      shares[i] =
          changes.mixing().apply(current, other > 0 ? next : first, data.shape(), changes.random());
      scaling.scale(current, values, i * current.length);
      byte[] done = current;
      current = next;
      next = done;
    }
    target.data().asNioFloat().put(0, values, 0, count * data.shape().size());
    return new LabelledBatch(target, new Targets(labels, others, shares));
  }

  private void read(int number, Changes changes, byte[] changed) {
    data.read(number, image);
    changes.augmentation().apply(image, data.shape(), changes.random(), changed);
  }

  /** Waits for a batch; between two steps is where an interrupted training ends. */
  private static LabelledBatch await(Future<LabelledBatch> future) {
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Loading a batch failed: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted before a batch.", e);
    }
  }

  /** Frees the buffers, unless a source of images does not return from filling one. */
  @Override
  public void close() {
    loader.shutdownNow();
    if (hasEnded()) {
      buffers.forEach(INDArray::close);
    }
  }

  private boolean hasEnded() {
    boolean interrupted = Thread.interrupted();
    try {
      return loader.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
