// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.train.augment.Augmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  private final ImageSource data;
  private final PixelScaling scaling;
  private final int batch;
  private final List<INDArray> buffers = new ArrayList<>();
  private final float[] values;
  private final byte[] image;
  private final byte[] changed;
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
    this.changed = new byte[image.length];
    for (int i = 0; i < BUFFERS; i++) {
      buffers.add(Nd4j.create(DataType.FLOAT, data.shape().batch(batch)));
    }
  }

  /** All full batches of an epoch in random order, one after the other. */
  void forEachShuffled(
      long seed, int epoch, Augmentation augmentation, Consumer<LabelledBatch> action) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
    int[] order = permutation(data.size(), random);
    forEach(order, data.size() / batch, random, augmentation, action);
  }

  /** All images in order; the last batch may hold fewer. */
  void forEachInOrder(Consumer<LabelledBatch> action) {
    int[] order = new int[data.size()];
    Arrays.setAll(order, i -> i);
    int batches = (data.size() + batch - 1) / batch;
    forEach(order, batches, new SplittableRandom(0), Augmentation.NONE, action);
  }

  private static int[] permutation(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private void forEach(
      int[] order,
      int batches,
      SplittableRandom random,
      Augmentation augmentation,
      Consumer<LabelledBatch> action) {
    List<Future<LabelledBatch>> waiting = new ArrayList<>();
    int ahead = Math.min(BUFFERS - 1, batches);
    for (int i = 0; i < ahead; i++) {
      waiting.add(load(order, i, random, augmentation));
    }
    for (int i = 0; i < batches; i++) {
      LabelledBatch ready = await(waiting.get(i));
      if (i + ahead < batches) {
        waiting.add(load(order, i + ahead, random, augmentation));
      }
      action.accept(ready);
    }
  }

  private Future<LabelledBatch> load(
      int[] order, int index, SplittableRandom random, Augmentation augmentation) {
    INDArray target = buffers.get(index % BUFFERS);
    return loader.submit(() -> fill(target, order, index, random, augmentation));
  }

  private LabelledBatch fill(
      INDArray target, int[] order, int index, SplittableRandom random, Augmentation augmentation) {
    int from = index * batch;
    int count = Math.min(batch, order.length - from);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = data.label(order[from + i]);
      data.read(order[from + i], image);
      augmentation.apply(image, data.shape(), random, changed);
      scaling.scale(changed, values, i * changed.length);
    }
    target.data().asNioFloat().put(0, values, 0, count * data.shape().size());
    return new LabelledBatch(target, labels);
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

  @Override
  public void close() {
    loader.shutdownNow();
  }
}
