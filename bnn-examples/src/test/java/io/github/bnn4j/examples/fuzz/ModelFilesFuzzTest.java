// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.fuzz;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.examples.inspect.Inspection;
import io.github.bnn4j.examples.inspect.InspectionText;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.io.StoredTensor;
import io.github.bnn4j.layers.io.StoredTensors;
import io.github.bnn4j.layers.io.Tensor;
import io.github.bnn4j.layers.torch.TorchCheckpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesFuzzTest {

  private static final Path PACKED =
      Path.of("../bnn-core/src/test/resources/io/github/bnn4j/core/packed/every-layer-v1.bnn");
  private static final Path TORCH =
      Path.of("../bnn-layers/src/test/resources/io/github/bnn4j/layers/torch");
  private static final int CHECKSUM_BYTES = 32;

  /** Their storages have equal sizes where they have equal keys. */
  private static final List<String> PICKLES =
      List.of(
          "wrapped.pth.tar",
          "saved/module.pth",
          "saved/everything-2.pth",
          "saved/everything-5.pth");

  @TempDir private Path folder;

  @Test
  void safetensors() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("conv.weight", new Tensor(new long[] {2, 1, 1, 3}, new float[6]));
    tensors.put("conv.bias", new Tensor(new long[] {2}, new float[2]));
    SafeTensors content = new SafeTensors(tensors, Map.of("layers", "input: [8, 8, 3]"));
    List<byte[]> corpus = new ArrayList<>();
    for (SafeTensors.Precision precision : SafeTensors.Precision.values()) {
      Path file = folder.resolve("valid");
      content.write(file, precision);
      corpus.add(Files.readAllBytes(file));
    }
    Fuzz.run(
        "safetensors",
        corpus,
        UnaryOperator.identity(),
        BnnFormatException.class,
        mutant -> decode(SafeTensors.parse("mutant", mutant).tensors()));
  }

  @Test
  void packed() throws IOException {
    Fuzz.run(
        "packed",
        List.of(Files.readAllBytes(PACKED)),
        ModelFilesFuzzTest::sign,
        BnnFormatException.class,
        mutant -> PackedNetwork.read(new ByteArrayInputStream(mutant)));
  }

  /** Looks into damaged files of every kind, whatever they have become. */
  @Test
  void inspect() throws IOException {
    List<byte[]> corpus =
        corpus(
            "wrapped.pth.tar",
            "legacy-wrapped.pth.tar",
            "saved/everything-2.pth",
            "../io/py_types.safetensors");
    corpus.add(Files.readAllBytes(PACKED));
    Path file = folder.resolve("mutant");
    Fuzz.run(
        "inspect",
        corpus,
        UnaryOperator.identity(),
        BnnFormatException.class,
        mutant -> InspectionText.of(Inspection.of(Files.write(file, mutant))));
  }

  private static byte[] sign(byte[] mutant) {
    int body = mutant.length - CHECKSUM_BYTES;
    if (body > 0) {
      byte[] digest = DigestUtils.sha256(Arrays.copyOf(mutant, body));
      System.arraycopy(digest, 0, mutant, body, CHECKSUM_BYTES);
    }
    return mutant;
  }

  @Test
  void torchZip() throws IOException {
    fuzzTorch(
        "torch-zip",
        corpus("plain.pth", "wrapped.pth.tar", "kinds.pth", "saved/module-buffers.pth"),
        mutant -> mutant);
  }

  @Test
  void torchLegacy() throws IOException {
    fuzzTorch(
        "torch-legacy",
        corpus("legacy.pth", "legacy-wrapped.pth.tar", "saved/module-legacy.pth"),
        mutant -> mutant);
  }

  /** The pickle alone is damaged, in an archive that is whole and has all its storages. */
  @Test
  void torchPickle() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    List<byte[]> corpus = new ArrayList<>();
    for (String name : PICKLES) {
      try (ZipFile zip = new ZipFile(TORCH.resolve(name).toFile())) {
        for (ZipEntry entry : zip.stream().toList()) {
          byte[] content = zip.getInputStream(entry).readAllBytes();
          String path = entry.getName().replaceFirst("^[^/]*/", "");
          if (path.equals("data.pkl")) {
            corpus.add(content);
          } else {
            entries.putIfAbsent(path, content);
          }
        }
      }
    }
    fuzzTorch(
        "torch-pickle",
        corpus,
        mutant -> {
          entries.put("data.pkl", mutant);
          return zip(entries);
        });
  }

  private interface Wrapping {
    byte[] wrap(byte[] mutant) throws IOException;
  }

  private void fuzzTorch(String name, List<byte[]> corpus, Wrapping wrapping) throws IOException {
    Path file = folder.resolve("mutant");
    Fuzz.run(
        name,
        corpus,
        UnaryOperator.identity(),
        BnnFormatException.class,
        mutant -> decode(TorchCheckpoint.read(Files.write(file, wrapping.wrap(mutant)))));
  }

  /** Decodes all that can be read; what cannot must say so by a refusal. */
  private static void decode(StoredTensors tensors) {
    for (String name : tensors.keySet()) {
      if (!(tensors.stored().get(name) instanceof StoredTensor.Unreadable)) {
        tensors.get(name);
      }
    }
  }

  private static List<byte[]> corpus(String... names) throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    for (String name : names) {
      corpus.add(Files.readAllBytes(TORCH.resolve(name)));
    }
    return corpus;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        CRC32 crc = new CRC32();
        crc.update(content.getValue());
        ZipEntry entry = new ZipEntry(content.getKey());
        entry.setSize(content.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content.getValue());
      }
    }
    return out.toByteArray();
  }
}
