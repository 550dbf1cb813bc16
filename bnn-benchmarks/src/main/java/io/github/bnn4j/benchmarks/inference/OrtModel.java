// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.bnn4j.core.onnx.OnnxExport;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import java.nio.FloatBuffer;
import java.util.Map;

/** A model in ONNX Runtime: one image, one thread, all optimizations. Not thread-safe. */
public final class OrtModel implements AutoCloseable {

  private static final OrtEnvironment RUNTIME = OrtEnvironment.getEnvironment();

  private final OrtSession session;
  private final ImageSpec spec;
  private final OnnxTensor input;

  /**
   * Loads a model.
   *
   * @param model the bytes of its file
   * @param spec how pixels become its input
   * @param pixels the image, [H, W, C]
   * @throws IllegalStateException if ONNX Runtime does not take it
   */
  OrtModel(byte[] model, ImageSpec spec, byte[] pixels) {
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      session = RUNTIME.createSession(model, options);
      this.spec = spec;
      input = tensor(pixels);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not take the model.", e);
    }
  }

  /** The version of ONNX Runtime. */
  public static String version() {
    return RUNTIME.getVersion();
  }

  /** Computes the logits of the image. */
  float[] logits() {
    return logits(input);
  }

  /** Computes the logits of another image, [H, W, C]. */
  float[] logits(byte[] pixels) {
    try (OnnxTensor other = tensor(pixels)) {
      return logits(other);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not take the image.", e);
    }
  }

  private OnnxTensor tensor(byte[] pixels) throws OrtException {
    return OnnxTensor.createTensor(
        RUNTIME,
        FloatBuffer.wrap(planes(spec, pixels)),
        new long[] {1, spec.channels(), spec.height(), spec.width()});
  }

  private float[] logits(OnnxTensor image) {
    try (Result result = session.run(Map.of(OnnxExport.INPUT, image))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] logits = new float[values.remaining()];
      values.get(logits);
      return logits;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot run the model.", e);
    }
  }

  private static float[] planes(ImageSpec spec, byte[] pixels) {
    int plane = spec.height() * spec.width();
    float[] planes = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int channel = i % spec.channels();
      planes[channel * plane + i / spec.channels()] = spec.normalise(pixels[i] & 0xFF, channel);
    }
    return planes;
  }

  @Override
  public void close() {
    try {
      input.close();
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot release the model.", e);
    }
  }
}
