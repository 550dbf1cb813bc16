// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.bnn4j.core.onnx.OnnxExport;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime computes from an exported model what the packed network computes. */
class OnnxExportTest {

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void everyNetworkOfAnyLayersGivesTheSameLogits(@ForAll long seed) throws OrtException {
    PackedNetwork network = AnyNetwork.of(seed);
    float[] image = AnyNetwork.image(network, seed);

    float[] expected = network.newSession().logits(image);
    float[] actual = run(OnnxExport.toBytes(network), network.input(), image);

    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("logit %s of %s", i, network.graph().layers())
          .isCloseTo(expected[i], within(1e-5f * (1 + Math.abs(expected[i]))));
    }
  }

  @Test
  void aFileHoldsTheBytes(@TempDir Path folder) throws IOException {
    PackedNetwork network = AnyNetwork.of(1);
    Path file = folder.resolve("network.onnx");

    OnnxExport.write(network, file);

    assertThat(Files.readAllBytes(file)).isEqualTo(OnnxExport.toBytes(network));
  }

  private static float[] run(byte[] model, ImageSpec spec, float[] image) throws OrtException {
    float[] planes = new float[image.length];
    int pixels = spec.height() * spec.width();
    for (int i = 0; i < image.length; i++) {
      planes[i % spec.channels() * pixels + i / spec.channels()] = image[i];
    }
    long[] shape = {1, spec.channels(), spec.height(), spec.width()};
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    try (OrtSession session = runtime.createSession(model);
        OnnxTensor input = OnnxTensor.createTensor(runtime, FloatBuffer.wrap(planes), shape);
        OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, input))) {
      FloatBuffer logits =
          ((OnnxTensor) result.get(OnnxExport.OUTPUT).orElseThrow()).getFloatBuffer();
      float[] all = new float[logits.remaining()];
      logits.get(all);
      return all;
    }
  }
}
