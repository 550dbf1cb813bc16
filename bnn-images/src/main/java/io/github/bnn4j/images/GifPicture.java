// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageReader;

/** The first picture of a GIF file, on the screen that the file is made for. */
final class GifPicture implements Picture {
  private static final int HEADER = 6;
  private static final int SCREEN = 13;
  private static final int FRAME = 10;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int TRAILER = 0x3b;

  private final byte[] file;
  private final Size screen;
  private final Rectangle frame;

  private GifPicture(byte[] file, Size screen, Rectangle frame) {
    this.file = file;
    this.screen = screen;
    this.frame = frame;
  }

  static GifPicture open(byte[] file) throws IOException {
    Rectangle frame = new Rectangle();
    int at = SCREEN + colourTable(file, HEADER + 4);
    while (byteAt(file, at) != TRAILER) {
      int block = byteAt(file, at);
      if (block == IMAGE) {
        if (frame.isEmpty()) {
          frame =
              new Rectangle(
                  shortAt(file, at + 1),
                  shortAt(file, at + 3),
                  shortAt(file, at + 5),
                  shortAt(file, at + 7));
        }
        at = endOfBlocks(file, at + FRAME + colourTable(file, at + FRAME - 1) + 1);
      } else if (block == EXTENSION) {
        at = endOfBlocks(file, at + 2);
      } else if (frame.isEmpty()) {
        throw Refusal.damaged("byte " + at + " begins no block");
      } else {
        break; // the first picture is whole, and what follows is not looked at
      }
    }
    if (frame.isEmpty()) {
      throw Refusal.damaged("it has no picture");
    }
    Size screen =
        new Size(
            Math.max(shortAt(file, HEADER), frame.x + frame.width),
            Math.max(shortAt(file, HEADER + 2), frame.y + frame.height));
    return new GifPicture(file, screen, frame);
  }

  private static int byteAt(byte[] file, int at) throws Refusal {
    if (at >= file.length) {
      throw Refusal.cutShort();
    }
    return Byte.toUnsignedInt(file[at]);
  }

  private static int shortAt(byte[] file, int at) throws Refusal {
    return byteAt(file, at) | byteAt(file, at + 1) << 8;
  }

  /** The bytes of a table of colours, as the flags before it say. */
  private static int colourTable(byte[] file, int flags) throws Refusal {
    int value = byteAt(file, flags);
    return (value & 0x80) == 0 ? 0 : 3 << (value & 7) + 1;
  }

  private static int endOfBlocks(byte[] file, int from) throws Refusal {
    int at = from;
    while (byteAt(file, at) != 0) {
      at += 1 + byteAt(file, at);
    }
    return at + 1;
  }

  @Override
  public Size size() {
    return screen;
  }

  @Override
  public Orientation orientation() {
    return Orientation.TOP_LEFT;
  }

  @Override
  public long memory() {
    return (long) frame.width * frame.height;
  }

  @Override
  public void read(Rectangle part, RowSink sink) throws IOException {
    BufferedImage image = image();
    new FrameRows(frame, image.getRaster(), Colours.of(image.getColorModel())).read(part, sink);
  }

  private BufferedImage image() throws IOException {
    ImageReader reader = JdkReaders.of("gif");
    try {
      reader.setInput(new SlicedInput(List.of(SlicedInput.Slice.of(file))), true, true);
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }
}
