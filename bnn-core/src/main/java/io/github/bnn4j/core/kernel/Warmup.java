// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Runs a kernel on made-up numbers until the JVM has compiled it: until no loop takes more than
 * twice the time of the scalar kernel, a few times in a row. Not compiled, they take a hundred
 * times as long.
 */
final class Warmup {

  private static final int DEPTH = 32;
  private static final int SHALLOW = 4;
  private static final int BLOCKS = 4;
  private static final int ROUNDS_IN_A_ROW = 3;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final KernelProvider provider;
  private final LongSupplier nanoTime;

  private final int[] ints = new int[DEPTH * BLOCKS * Kernel.TILE];
  private final float[] floats = new float[ints.length];
  private final int[] zeros = new int[BLOCKS * Kernel.BLOCK * 2];

  /** Rows of bases of which a block has several. */
  private final int[] rows =
      IntStream.range(0, BLOCKS * Kernel.BLOCK).map(i -> i % 2 * Kernel.TILE).toArray();

  private final int[] intLanes = new int[Kernel.TILE * (DEPTH + 1)];
  private final float[] floatLanes = new float[Kernel.TILE];
  private final BinaryFilters binary = new BinaryFilters(ints, 1, 1, DEPTH);
  private final BinaryFilters shallow = new BinaryFilters(ints, 1, 1, SHALLOW);
  private final FloatFilters single =
      new FloatFilters(floats, floatLanes, 1, Kernel.TILE, IntStream.range(0, DEPTH).toArray(), 0);

  /** Filters of windows whose numbers lie apart. */
  private final FloatFilters apart =
      new FloatFilters(
          floats,
          floatLanes,
          1,
          Kernel.TILE,
          IntStream.range(0, DEPTH).map(k -> k * Kernel.BLOCK).toArray(),
          0);

  /** Where windows start, one behind another. */
  private final int[] starts = IntStream.range(0, BLOCKS * Kernel.BLOCK).toArray();

  private Warmup(KernelProvider provider, LongSupplier nanoTime) {
    this.provider = provider;
    this.nanoTime = nanoTime;
  }

  /** Warms a provider up and returns whether it got fast, within half a minute. */
  static boolean makesFast(KernelProvider provider) {
    return makesFast(provider, System::nanoTime);
  }

  /** The same by another clock. */
  static boolean makesFast(KernelProvider provider, LongSupplier nanoTime) {
    return new Warmup(provider, nanoTime).makesFast();
  }

  private boolean makesFast() {
    Kernel scalar = KernelProvider.scalar().kernels().get();
    Kernel kernel = provider.kernels().get();
    long deadline = nanoTime.getAsLong() + PATIENCE_NANOS;
    int fastRounds = 0;
    while (fastRounds < ROUNDS_IN_A_ROW && nanoTime.getAsLong() < deadline) {
      fastRounds = isFast(kernel, scalar) ? fastRounds + 1 : 0;
    }
    return fastRounds == ROUNDS_IN_A_ROW;
  }

  private boolean isFast(Kernel kernel, Kernel scalar) {
    boolean fast = true;
    for (Loop loop : Loop.values()) {
      fast &= time(loop, kernel) < 2 * time(loop, scalar);
    }
    return fast;
  }

  private long time(Loop loop, Kernel kernel) {
    long start = nanoTime.getAsLong();
    for (int i = 0; i < 64; i++) {
      loop.run(this, kernel);
    }
    return nanoTime.getAsLong() - start;
  }

  private void threshold(Kernel kernel, BinaryFilters filters) {
    int stride = filters.depth() * Kernel.BLOCK;
    int[] bits = Arrays.copyOf(zeros, BLOCKS * Kernel.BLOCK);
    kernel.threshold(ints, 0, stride, BLOCKS, filters, intLanes, zeros, zeros, bits, 0);
  }

  private void sum(Kernel kernel, BinaryFilters filters, int[] rowOfPixel) {
    int stride = filters.depth() * Kernel.BLOCK;
    int[] sums = new int[BLOCKS * Kernel.BLOCK * Kernel.TILE];
    kernel.sum(ints, 0, stride, BLOCKS, filters, intLanes, rowOfPixel, sums, 0);
  }

  private void stream(Kernel kernel, int[] rowOfPixel) {
    float[] lanes = floatLanes;
    StreamEnd end = new StreamEnd(lanes, lanes, lanes, lanes, lanes, lanes, new int[1]);
    float[] out = new float[BLOCKS * Kernel.BLOCK * Kernel.TILE];
    int[] bits = Arrays.copyOf(zeros, BLOCKS * Kernel.BLOCK);
    kernel.stream(
        ints,
        0,
        DEPTH * Kernel.BLOCK,
        BLOCKS,
        binary,
        intLanes,
        rowOfPixel,
        end,
        out,
        0,
        bits,
        zeros,
        0);
  }

  private void beginStream(Kernel kernel, FloatFilters filters) {
    float[] lanes = floatLanes;
    float[] out = new float[BLOCKS * Kernel.BLOCK * Kernel.TILE];
    int[] bits = Arrays.copyOf(zeros, BLOCKS * Kernel.BLOCK);
    kernel.stream(
        floats, starts, BLOCKS, filters, lanes, lanes, lanes, new int[1], out, 0, bits, zeros, 0);
  }

  private enum Loop {
    BITS {
      @Override
      void run(Warmup w, Kernel kernel) {
        w.threshold(kernel, w.binary);
      }
    },
    SHALLOW_BITS {
      @Override
      void run(Warmup w, Kernel kernel) {
        w.threshold(kernel, w.shallow);
      }
    },
    SUMS {
      @Override
      void run(Warmup w, Kernel kernel) {
        w.sum(kernel, w.binary, w.rows);
      }
    },
    SHALLOW_SUMS {
      @Override
      void run(Warmup w, Kernel kernel) {
        w.sum(kernel, w.shallow, w.zeros);
      }
    },
    FLOAT_BITS {
      @Override
      void run(Warmup w, Kernel kernel) {
        int[] bits = Arrays.copyOf(w.zeros, BLOCKS * Kernel.BLOCK);
        kernel.threshold(w.floats, w.zeros, BLOCKS, w.single, w.floatLanes, w.zeros, bits, 0);
      }
    },
    FLOAT_SUMS {
      @Override
      void run(Warmup w, Kernel kernel) {
        float[] sums = new float[BLOCKS * Kernel.BLOCK * Kernel.TILE];
        float[] lanes = w.floatLanes;
        kernel.sum(w.floats, w.zeros, BLOCKS, w.single, lanes, lanes, sums, 0);
      }
    },
    POOL {
      @Override
      void run(Warmup w, Kernel kernel) {
        int[] bits = new int[Kernel.BLOCK];
        int[] inversion = {0};
        for (int pixel = 0; pixel < BLOCKS * Kernel.BLOCK; pixel++) {
          kernel.pooledThreshold(
              w.ints,
              w.zeros,
              9,
              Arrays.copyOf(w.intLanes, Kernel.TILE),
              w.intLanes,
              inversion,
              bits,
              0);
        }
      }
    },
    AFFINE {
      @Override
      void run(Warmup w, Kernel kernel) {
        float[] out = new float[BLOCKS * Kernel.BLOCK * Kernel.TILE];
        int pixels = BLOCKS * Kernel.BLOCK;
        kernel.affine(w.ints, pixels, w.floatLanes, w.floatLanes, true, out);
        kernel.affine(out, 0, pixels, w.floatLanes, w.floatLanes, true);
      }
    },
    STREAM {
      @Override
      void run(Warmup w, Kernel kernel) {
        w.stream(kernel, w.zeros);
      }
    },
    STREAM_OF_WINDOWS_IN_ROWS {
      @Override
      void run(Warmup w, Kernel kernel) {
        w.beginStream(kernel, w.single);
      }
    },
    STREAM_OF_NEIGHBOURS {
      @Override
      void run(Warmup w, Kernel kernel) {
        w.beginStream(kernel, w.apart);
      }
    },
    STREAM_OF_MIXED_ROWS {
      @Override
      void run(Warmup w, Kernel kernel) {
        w.stream(kernel, w.rows);
      }
    },
    NUMBERS {
      @Override
      void run(Warmup w, Kernel kernel) {
        float[] out = new float[BLOCKS * Kernel.BLOCK * Kernel.TILE];
        int[] bits = Arrays.copyOf(w.zeros, BLOCKS * Kernel.BLOCK);
        int[] z = w.zeros;
        kernel.threshold(out, 0, BLOCKS, w.floatLanes, new int[1], bits, z, 0);
        int pixels = BLOCKS * Kernel.BLOCK;
        kernel.mean(w.floats, z, 4, pixels, 0, Kernel.TILE, 4, out, 0);
        kernel.max(w.floats, z, 4, pixels, 0, Kernel.TILE, out, 0);
      }
    };

    abstract void run(Warmup warmup, Kernel kernel);
  }
}
