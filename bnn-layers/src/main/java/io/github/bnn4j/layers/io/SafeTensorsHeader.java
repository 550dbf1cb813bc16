// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.layers.io.SafeTensors.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The JSON header of a safetensors file. Every number is checked before it is used. */
record SafeTensorsHeader(List<Entry> entries, Map<String, String> metadata) {

  private static final JsonFactory JSON =
      new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  private static final String METADATA = "__metadata__";

  /** The most sizes a tensor of PyTorch or NumPy has. */
  private static final int MAX_RANK = 64;

  private static final String UNREAD = ", which are not read; floats, integers and booleans are";

  /**
   * A tensor's type and place.
   *
   * @param type the name of its type, which may be an unknown one
   * @param begin its first byte behind the header
   * @param end the byte behind its last
   */
  record Entry(String name, String type, long[] shape, long begin, long end) {

    /** The tensor, given the bytes behind the header. */
    StoredTensor in(ByteBuffer numbers) {
      Optional<NumberType> known = NumberType.ofCode(type);
      if (known.isEmpty()) {
        return new StoredTensor.Unreadable(type, shape, "has numbers of the type " + type + UNREAD);
      }
      ByteBuffer bytes = numbers.slice((int) begin, (int) (end - begin));
      return new StoredTensor.View(
          known.get(), shape, strides(shape), 0, bytes.order(ByteOrder.LITTLE_ENDIAN));
    }

    private static long[] strides(long[] shape) {
      long[] strides = new long[shape.length];
      long step = 1;
      for (int d = shape.length - 1; d >= 0; d--) {
        strides[d] = step;
        step *= shape[d];
      }
      return strides;
    }
  }

  /** Writes a header, padded with blanks so that the numbers start at a multiple of 8. */
  static byte[] write(SafeTensors file, Precision precision) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeObjectFieldStart(METADATA);
      for (Map.Entry<String, String> text : file.metadata().entrySet()) {
        json.writeStringField(text.getKey(), text.getValue());
      }
      json.writeEndObject();
      long begin = 0;
      for (Map.Entry<String, StoredTensor> tensor : file.tensors().stored().entrySet()) {
        long[] shape = tensor.getValue().shape();
        Precision stored = precision.of(shape);
        long end = begin + Tensor.size(shape) * stored.bytes();
        json.writeObjectFieldStart(tensor.getKey());
        json.writeStringField("dtype", stored.name());
        json.writeFieldName("shape");
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, end}, 0, 2);
        json.writeEndObject();
        begin = end;
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (out.size() % Long.BYTES != 0) {
      out.write(' ');
    }
    return out.toByteArray();
  }

  /** Reads a header of a file whose numbers take {@code dataLength} bytes. */
  static SafeTensorsHeader read(String file, byte[] header, long dataLength) {
    try (JsonParser json = JSON.createParser(header)) {
      return new Parser(file, json, dataLength).header();
    } catch (IOException | ArithmeticException e) {
      throw new BnnFormatException(
          file, Long.BYTES, "the header is not valid: " + firstLine(e.getMessage()));
    }
  }

  private static String firstLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  private record Parser(String file, JsonParser json, long dataLength) {

    SafeTensorsHeader header() throws IOException {
      List<Entry> entries = new ArrayList<>();
      Map<String, String> metadata = new LinkedHashMap<>();
      expect(json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        expect(json.nextToken(), JsonToken.START_OBJECT);
        if (name.equals(METADATA)) {
          readMetadata(metadata);
        } else {
          entries.add(readEntry(name));
        }
      }
      expect(json.currentToken(), JsonToken.END_OBJECT);
      if (json.nextToken() != null) {
        throw broken("more follows the end of the header");
      }
      entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      checkPlaces(entries);
      return new SafeTensorsHeader(entries, metadata);
    }

    private String readText() throws IOException {
      expect(json.currentToken(), JsonToken.VALUE_STRING);
      return json.getText();
    }

    private void readMetadata(Map<String, String> metadata) throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        metadata.put(key, readText());
      }
      expect(json.currentToken(), JsonToken.END_OBJECT);
    }

    private Entry readEntry(String name) throws IOException {
      String type = "";
      long[] shape = {};
      long[] offsets = {};
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        switch (key) {
          case "dtype" -> type = readText();
          case "shape" -> shape = readNumbers();
          case "data_offsets" -> offsets = readNumbers();
          default -> throw broken("tensor " + name + " has an unknown field " + key);
        }
      }
      expect(json.currentToken(), JsonToken.END_OBJECT);
      if (offsets.length != 2 || type.isEmpty()) {
        throw broken("tensor " + name + " needs a dtype and two data_offsets");
      }
      Entry entry = new Entry(name, type, shape, offsets[0], offsets[1]);
      checkShape(entry);
      checkSize(entry);
      return entry;
    }

    private long[] readNumbers() throws IOException {
      expect(json.currentToken(), JsonToken.START_ARRAY);
      List<Long> numbers = new ArrayList<>();
      while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
        numbers.add(json.getLongValue());
      }
      expect(json.currentToken(), JsonToken.END_ARRAY);
      return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private void checkShape(Entry entry) {
      if (entry.shape().length > MAX_RANK) {
        throw broken("tensor " + entry.name() + " has more than " + MAX_RANK + " sizes");
      }
      for (long size : entry.shape()) {
        if (size < 0) {
          throw broken("tensor " + entry.name() + " has the negative size " + size);
        }
      }
    }

    /** What a number takes is known of the known types only. */
    private void checkSize(Entry entry) {
      long length = Math.subtractExact(entry.end(), entry.begin());
      long bytes =
          NumberType.ofCode(entry.type())
              .map(type -> Math.multiplyExact(type.bytes(), Tensor.size(entry.shape())))
              .orElse(length);
      boolean inside = entry.begin() >= 0 && entry.end() <= dataLength;
      if (!inside || length < 0 || length != bytes || length > Integer.MAX_VALUE) {
        throw broken(
            String.format(
                Locale.ROOT,
                "tensor %s takes %d bytes but is said to lie at %d to %d of %d",
                entry.name(),
                bytes,
                entry.begin(),
                entry.end(),
                dataLength));
      }
    }

    /** Tensors lie one after the other, without gaps or overlaps; empty ones lie anywhere. */
    private void checkPlaces(List<Entry> entries) {
      long end = 0;
      for (Entry entry : entries) {
        if (entry.begin() == entry.end()) {
          continue;
        }
        if (entry.begin() != end) {
          throw broken(
              String.format(
                  Locale.ROOT,
                  "tensor %s starts at %d, not at %d where the one before ends",
                  entry.name(),
                  entry.begin(),
                  end));
        }
        end = entry.end();
      }
      if (end != dataLength) {
        throw broken(
            String.format(
                Locale.ROOT,
                "the tensors take %d bytes but %d follow the header",
                end,
                dataLength));
      }
    }

    private void expect(JsonToken found, JsonToken wanted) {
      if (found != wanted) {
        throw broken(String.format(Locale.ROOT, "%s was expected, not %s", wanted, found));
      }
    }

    private BnnFormatException broken(String reason) {
      long offset = Long.BYTES + json.currentLocation().getByteOffset();
      return new BnnFormatException(file, offset, reason);
    }
  }
}
