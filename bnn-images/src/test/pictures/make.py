#!/usr/bin/env python3
# Copyright the BNN4J authors.
# SPDX-License-Identifier: Apache-2.0
"""Makes a small picture of every kind that bnn-images reads, and its right pixels.

    make.py FOLDER

writes the pictures, and for each of them in table.csv the name of a file with the pixels that it
must have. ImageMagick says what these are:

    convert PICTURE[0] -auto-orient [-profile sRGB] -background white -flatten PIXELS.ppm

with -profile where the picture has a colour profile. Pictures that say in PNG or WebP how they are
to be turned, which ImageMagick 6 does not look at, must look as one that is turned by name.

Made with ImageMagick 6.9.11-60, libjpeg-turbo 2.1.5, libtiff 4.5.0, libwebp 1.2.4 and the sRGB
profile of Ghostscript, all of Debian 12.
The picture itself, the profiles, PNG and BMP files are made here.
"""
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

OUT = os.path.abspath(sys.argv[1])
WORK = tempfile.mkdtemp()
CONVERT = 'convert-im6.q16'
SRGB_PROFILE = '/usr/share/color/icc/ghostscript/srgb.icc'
W, H = 35, 23
ORIENTATIONS = ('TopLeft TopRight BottomRight BottomLeft LeftTop RightTop RightBottom LeftBottom').split()
table = {}


def run(*arguments):
    subprocess.run([str(each) for each in arguments], check=True, stdout=subprocess.DEVNULL)


# ---- the picture: slow changes, a hard edge, all brightnesses ----

def rgb(x, y):
    if 20 <= x < 30 and 5 <= y < 15:
        return 200, 40, 90
    return 255 * x // (W - 1), 255 - 255 * y // (H - 1), 255 * (x + y) // (W + H - 2) * 3 // 4 + 30


def grey(x, y):
    return 128 if 20 <= x < 30 and 5 <= y < 15 else 255 * (x + y) // (W + H - 2)


def alpha(x, y):
    return 255 if x < 10 else 0 if x > 30 else 255 - 255 * (x - 10) // 21


def rgba(x, y):
    return rgb(x, y) + (alpha(x, y),)


def wide(values):
    return tuple(value * 257 for value in values)


def greys(depth):
    return lambda x, y: (grey(x, y) * ((1 << depth) - 1) // 255,)


PALETTE = [(i * 17, 255 - i * 17, i * 53 % 256) for i in range(16)]


# ---- profiles ----

def s15(*values):
    return b''.join(struct.pack('>i', round(value * 65536)) for value in values)


def profile(kind, space, connection, tags):
    tags = [(b'desc', b'desc' + struct.pack('>4xI', 5) + b'test\0' + bytes(78)),
            (b'cprt', b'text' + bytes(4) + b'none\0'), (b'wtpt', b'XYZ ' + bytes(4) + s15(0.9642, 1, 0.8249))] + tags
    at, index, data = 128 + 4 + 12 * len(tags), b'', b''
    for name, content in tags:
        index += struct.pack('>4sII', name, at + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    body = struct.pack('>I', len(tags)) + index + data
    head = struct.pack('>I4sI4s4s4s12x4s', 128 + len(body), b'test', 0x02400000, kind, space, connection, b'acsp')
    return (head + bytes(68 - len(head)) + s15(0.9642, 1, 0.8249)).ljust(128, b'\0') + body


def gamma(value):
    return b'curv' + struct.pack('>4xIH', 1, round(value * 256))


# primaries of Adobe RGB
WIDE_RGB = profile(b'mntr', b'RGB ', b'XYZ ', [
    (b'rXYZ', b'XYZ ' + bytes(4) + s15(0.60974, 0.31111, 0.01947)),
    (b'gXYZ', b'XYZ ' + bytes(4) + s15(0.20528, 0.62567, 0.06087)),
    (b'bXYZ', b'XYZ ' + bytes(4) + s15(0.14919, 0.06322, 0.74457)),
    (b'rTRC', gamma(2.2)), (b'gTRC', gamma(2.2)), (b'bTRC', gamma(2.2))])
GREY_18 = profile(b'mntr', b'GRAY', b'XYZ ', [(b'kTRC', gamma(1.8))])


def lab(c, m, y, k):
    light = [(1 - ink) * (1 - k) * 0.9 + 0.05 for ink in (c, m, y)]
    light = [(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4) for v in light]
    xyz = [sum(a * b for a, b in zip(row, light)) for row in (
        (0.43607 / 0.9642, 0.38515 / 0.9642, 0.14307 / 0.9642), (0.22249, 0.71687, 0.06061),
        (0.01392 / 0.8249, 0.09708 / 0.8249, 0.71410 / 0.8249))]
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def cmyk_profile():
    steps = [i / 4 for i in range(5)]
    nodes = b''
    for node in ((c, m, y, k) for c in steps for m in steps for y in steps for k in steps):
        l, a, b = lab(*node)
        nodes += bytes((round(l * 2.55), round(a + 128), round(b + 128)))
    straight = bytes(range(256))
    lut = (b'mft1' + bytes(4) + bytes((4, 3, 5, 0)) + s15(1, 0, 0, 0, 1, 0, 0, 0, 1) + straight * 4 + nodes
           + straight * 3)
    return profile(b'prtr', b'CMYK', b'Lab ', [(b'A2B0', lut)])


INK = cmyk_profile()


# ---- PNG ----

PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


def packed(pixels, depth):
    row, bits, count = bytearray(), 0, 0
    for pixel in pixels:
        for value in pixel:
            if depth == 16:
                row += struct.pack('>H', value)
                continue
            bits, count = bits << depth | value, count + depth
            if count == 8:
                row.append(bits)
                bits = count = 0
    if count:
        row.append(bits << 8 - count)
    return bytes(row)


def paeth(a, b, c):
    pa, pb, pc = abs(b - c), abs(a - c), abs(a + b - 2 * c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(rows, left):
    """Each row with another of the five filters."""
    out, above = b'', bytes(len(rows[0]))
    for number, row in enumerate(rows):
        kind = number % 5
        before = bytes(left) + row
        corner = bytes(left) + above
        guess = [0, 0, 0, 0, 0]
        line = bytearray([kind])
        for i, value in enumerate(row):
            a, b, c = before[i], above[i], corner[i]
            guess = (0, a, b, (a + b) // 2, paeth(a, b, c))
            line.append((value - guess[kind]) & 255)
        out, above = out + bytes(line), row
    return out


def png(name, colour, depth, pixel, before=(), after=(), interlaced=False, size=(W, H), split=10 ** 9):
    width, height = size
    left = max(1, depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] // 8)
    data = b''
    for x0, y0, dx, dy in PASSES if interlaced else [(0, 0, 1, 1)]:
        rows = [packed((pixel(x, y) for x in range(x0, width, dx)), depth) for y in range(y0, height, dy)]
        if rows and rows[0]:
            data += filtered(rows, left)
    data = zlib.compress(data, 9)
    with open(name, 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n')
        file.write(chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, depth, colour, 0, 0, interlaced)))
        for each in before:
            file.write(chunk(*each))
        for i in range(0, len(data), split):
            file.write(chunk(b'IDAT', data[i:i + split]))
        for each in after:
            file.write(chunk(*each))
        file.write(chunk(b'IEND', b''))
    expect(name)


def plte(count):
    return b'PLTE', b''.join(bytes(colour) for colour in PALETTE[:count])


def iccp(content):
    return b'iCCP', b'test\0\0' + zlib.compress(content)


def gama(value):
    return b'gAMA', struct.pack('>I', value)


def exif(orientation, order='>'):
    return ((b'MM\0*' if order == '>' else b'II*\0')
            + struct.pack(order + 'IHHHIHHI', 8, 1, 0x112, 3, 1, orientation, 0, 0))


def pngs():
    for interlaced in (False, True):
        suffix = '-interlaced' if interlaced else ''
        for depth in (1, 2, 4, 8, 16):
            png(f'png-grey{depth}{suffix}.png', 0, depth, greys(depth), interlaced=interlaced)
        for depth in (1, 2, 4, 8):
            count = min(16, 1 << depth)
            png(f'png-palette{depth}{suffix}.png', 3, depth, lambda x, y: ((x + y) % count,), [plte(count)],
                interlaced=interlaced)
        for depth, at_depth in ((8, tuple), (16, wide)):
            png(f'png-rgb{depth}{suffix}.png', 2, depth, lambda x, y: at_depth(rgb(x, y)), interlaced=interlaced)
            png(f'png-rgba{depth}{suffix}.png', 6, depth, lambda x, y: at_depth(rgba(x, y)), interlaced=interlaced)
            png(f'png-grey-alpha{depth}{suffix}.png', 4, depth,
                lambda x, y: at_depth((grey(x, y), alpha(x, y))), interlaced=interlaced)
    for depth in (1, 2, 4, 8, 16):
        png(f'png-grey{depth}-transparent.png', 0, depth, greys(depth),
            [(b'tRNS', struct.pack('>H', greys(depth)(25, 10)[0]))])
    png('png-grey16-transparent-low-byte.png', 0, 16, lambda x, y: (0x8000 + x % 3,), [(b'tRNS', b'\x80\x01')])
    png('png-rgb8-transparent.png', 2, 8, rgb, [(b'tRNS', struct.pack('>HHH', 200, 40, 90))])
    png('png-rgb16-transparent.png', 2, 16, lambda x, y: wide(rgb(x, y)),
        [(b'tRNS', struct.pack('>HHH', *wide((200, 40, 90))))])
    png('png-palette1-transparent.png', 3, 1, lambda x, y: ((x + y) % 2,), [plte(2), (b'tRNS', b'\x80')])
    png('png-palette4-transparent.png', 3, 4, lambda x, y: ((x + y) % 16,),
        [plte(16), (b'tRNS', bytes(range(0, 200, 20)))])
    png('png-many-data-chunks.png', 2, 8, rgb, split=50)
    png('png-light-grey8.png', 0, 8, greys(8), [gama(100000)])
    png('png-light-grey16.png', 0, 16, greys(16), [gama(100000)])
    png('png-light-rgb8.png', 2, 8, rgb, [gama(100000)])
    png('png-light-palette.png', 3, 4, lambda x, y: ((x + y) % 16,), [gama(100000), plte(16)])
    png('png-gamma-of-srgb.png', 2, 8, rgb, [gama(45455)])
    png('png-srgb-beats-gamma.png', 2, 8, rgb, [(b'sRGB', b'\0'), gama(45455)])
    png('png-icc-rgb8.png', 2, 8, rgb, [iccp(WIDE_RGB)])
    png('png-icc-rgba8.png', 6, 8, rgba, [iccp(WIDE_RGB)])
    png('png-icc-rgb16.png', 2, 16, lambda x, y: wide(rgb(x, y)), [iccp(WIDE_RGB)])
    png('png-icc-palette.png', 3, 4, lambda x, y: ((x + y) % 16,), [iccp(WIDE_RGB), plte(16)])
    png('png-icc-grey8.png', 0, 8, greys(8), [iccp(GREY_18)])
    png('png-icc-grey16.png', 0, 16, greys(16), [iccp(GREY_18)])
    png('png-icc-grey-alpha.png', 4, 8, lambda x, y: (grey(x, y), alpha(x, y)), [iccp(GREY_18)])
    for number in range(1, 9):
        png(f'png-exif{number}.png', 2, 8, rgb, [(b'eXIf', exif(number))] if number % 2 else [],
            [] if number % 2 else [(b'eXIf', exif(number, '<'))])
    red = lambda x, y: (200, 40 + x, 90 + y)
    png('png-1x1.png', 2, 8, red, size=(1, 1))
    png('png-1x50.png', 2, 8, red, size=(1, 50))
    png('png-50x1-interlaced.png', 2, 8, red, size=(50, 1), interlaced=True)
    png('png-3x3-interlaced.png', 2, 8, red, size=(3, 3), interlaced=True)
    png('png-1x1-bit-interlaced.png', 0, 1, lambda x, y: (1,), size=(1, 1), interlaced=True)


# ---- JPEG ----

def parts(file):
    at, segments = 2, []
    while True:
        marker, length = file[at + 1], struct.unpack('>H', file[at + 2:at + 4])[0]
        segments.append((marker, file[at + 4:at + 2 + length]))
        at += 2 + length
        if marker == 0xda:
            return segments, file[at:]


def edit(source, target, change):
    segments, rest = parts(open(source, 'rb').read())
    with open(target, 'wb') as file:
        file.write(b'\xff\xd8')
        for marker, data in change(segments):
            file.write(struct.pack('>BBH', 0xff, marker, len(data) + 2) + data)
        file.write(rest)
    expect(target)


def app(number, data):
    return 0xe0 + number, data


def adobe(transform):
    return app(14, b'Adobe\0\x64\0\0\0\0' + bytes([transform]))


def unmarked(segments):
    return [segment for segment in segments if segment[0] not in (0xe0, 0xee)]


def named(names):
    def change(segments):
        changed = []
        for marker, data in unmarked(segments):
            data = bytearray(data)
            first, step = (6, 3) if marker in (0xc0, 0xc1, 0xc2) else (1, 2)
            if marker in (0xc0, 0xc1, 0xc2, 0xda):
                for k, name in enumerate(names):
                    data[first + step * k] = name
            changed.append((marker, bytes(data)))
        return changed
    return change


def with_profile(content):
    half = len(content) // 2
    return lambda segments: segments[:1] + [app(2, b'ICC_PROFILE\0\1\2' + content[:half]),
                                            app(2, b'ICC_PROFILE\0\2\2' + content[half:])] + segments[1:]


def cjpeg(name, *options, source='rgb.ppm'):
    run('cjpeg', '-quality', '92', *options, '-outfile', name, source)
    expect(name)


def jpegs():
    for name, sampling in (('444', '1x1'), ('422', '2x1'), ('420', '2x2'), ('411', '4x1')):
        cjpeg(f'jpeg-{name}.jpg', '-sample', sampling)
        cjpeg(f'jpeg-{name}-progressive.jpg', '-sample', sampling, '-progressive')
    cjpeg('jpeg-grey.jpg', '-grayscale', source='grey.pgm')
    cjpeg('jpeg-grey-progressive.jpg', '-grayscale', '-progressive', source='grey.pgm')
    cjpeg('jpeg-restarts.jpg', '-restart', '1')
    with open('scans.txt', 'w') as script:
        script.write('0;\n1;\n2;\n')
    cjpeg('jpeg-scan-a-channel.jpg', '-scans', 'scans.txt')
    cjpeg('jpeg-tables-of-16-bits.jpg', '-quality', '1')
    cjpeg('jpeg-rgb-adobe.jpg', '-rgb')
    edit('jpeg-rgb-adobe.jpg', 'jpeg-rgb-by-name.jpg', named(b'RGB'))
    edit('jpeg-444.jpg', 'jpeg-unmarked-444.jpg', unmarked)
    edit('jpeg-420.jpg', 'jpeg-unmarked-420.jpg', unmarked)
    edit('jpeg-444.jpg', 'jpeg-names-012.jpg', named([0, 1, 2]))
    edit('jpeg-420.jpg', 'jpeg-names-345.jpg', named([3, 4, 5]))
    edit('jpeg-444.jpg', 'jpeg-names-ycc.jpg', named(b'YCc'))
    edit('jpeg-444.jpg', 'jpeg-jfif-names-012.jpg', lambda s: s[:1] + named([0, 1, 2])(s))
    edit('jpeg-444.jpg', 'jpeg-adobe-ycc.jpg', lambda s: [adobe(1)] + unmarked(s))
    edit('jpeg-444.jpg', 'jpeg-jfif-beats-adobe.jpg', lambda s: s[:1] + [adobe(0)] + s[1:])
    edit('jpeg-444.jpg', 'jpeg-adobe-unknown.jpg', lambda s: [adobe(2)] + unmarked(s))
    run(CONVERT, 'rgb.ppm', '-colorspace', 'CMYK', '-sampling-factor', '1x1', '-quality', '92', 'jpeg-cmyk.jpg')
    expect('jpeg-cmyk.jpg')
    edit('jpeg-cmyk.jpg', 'jpeg-cmyk-unmarked.jpg', named(b'CMYK'))
    edit('jpeg-cmyk.jpg', 'jpeg-cmyk-names-1234.jpg', named([1, 2, 3, 4]))
    edit('jpeg-cmyk.jpg', 'jpeg-ycck.jpg', lambda s: [adobe(2)] + unmarked(s))
    run('jpegtran', '-progressive', '-outfile', 'jpeg-ycck-progressive.jpg', 'jpeg-ycck.jpg')
    expect('jpeg-ycck-progressive.jpg')
    edit('jpeg-444.jpg', 'jpeg-icc-rgb.jpg', with_profile(WIDE_RGB))
    edit('jpeg-420-progressive.jpg', 'jpeg-icc-rgb-progressive.jpg', with_profile(WIDE_RGB))
    edit('jpeg-grey.jpg', 'jpeg-icc-grey.jpg', with_profile(GREY_18))
    edit('jpeg-cmyk.jpg', 'jpeg-icc-cmyk.jpg', with_profile(INK))
    edit('jpeg-ycck.jpg', 'jpeg-icc-ycck.jpg', with_profile(INK))
    edit('jpeg-444.jpg', 'jpeg-profile-of-grey.jpg', with_profile(GREY_18))
    edit('jpeg-444.jpg', 'jpeg-profile-broken.jpg', with_profile(b'nonsense' * 40))
    edit('jpeg-444.jpg', 'jpeg-profile-of-missing-part.jpg',
         lambda s: s[:1] + [app(2, b'ICC_PROFILE\0\1\2' + WIDE_RGB)] + s[1:])
    for number in range(10):
        edit('jpeg-420.jpg', f'jpeg-exif{number}.jpg', lambda s: s[:1] + [app(1, b'Exif\0\0' + exif(number))] + s[1:])
    edit('jpeg-420.jpg', 'jpeg-exif6-behind-xmp.jpg', lambda s: s[:1] + [
        app(1, b'http://ns.adobe.com/xap/1.0/\0<x/>'), app(1, b'Exif\0\0' + exif(6, '<'))] + s[1:])
    edit('jpeg-420.jpg', 'jpeg-exif8-no-jfif.jpg', lambda s: [app(1, b'Exif\0\0' + exif(8, '<'))] + s[1:])
    edit('jpeg-420.jpg', 'jpeg-exif-broken.jpg', lambda s: s[:1] + [app(1, b'Exif\0\0II*\0\xff\xff\xff\x7f')] + s[1:])
    whole = open('jpeg-420.jpg', 'rb').read()
    for name, content in (('jpeg-and-more.jpg', whole + b'junk' * 9), ('jpeg-twice.jpg', whole + whole[:300]),
                          ('jpeg-fill-bytes.jpg', whole[:20] + b'\xff\xff\xff' + whole[20:])):
        with open(name, 'wb') as file:
            file.write(content)
        expect(name)


# ---- GIF ----

def made(name, *arguments):
    run(CONVERT, *arguments, name)
    expect(name.split(':')[-1])


def gifs():
    few = ('-colors', '32', '+dither')
    made('gif-palette.gif', 'rgb.ppm', *few)
    made('gif-interlaced.gif', 'rgb.ppm', *few, '-interlace', 'gif')
    made('gif-4-colours.gif', 'rgb.ppm', '-colors', '4', '+dither')
    made('gif87:gif-87a.gif', 'rgb.ppm', '-colors', '16', '+dither')
    made('gif-transparent.gif', 'rgba.png', '-channel', 'A', '-threshold', '50%', '+channel', *few)
    made('gif-animated.gif', '-delay', '10', 'rgb.ppm', '(', 'rgb.ppm', '-negate', ')', *few, '-loop', '0')
    made('gif-small-frame.gif', 'rgb.ppm', *few, '-repage', '60x50+10+15')


# ---- BMP ----

def bmp(name, bits, compression, pixel, masks=(), header=40, down=False):
    padding = bytes(-(W * bits // 8) % 4)
    rows = [b''.join(pixel(x, y) for x in range(W)) + padding for y in range(H)]
    data = b''.join(rows if down else reversed(rows))
    fields = struct.pack('<IiiHHIIiiII', header, W, -H if down else H, 1, bits, compression, len(data), 2835, 2835, 0, 0)
    extra = b''.join(struct.pack('<I', mask) for mask in masks)
    if header > 40:
        extra = (extra + b'BGRs').ljust(header - 40, b'\0')
    offset = 14 + len(fields) + len(extra)
    with open(name, 'wb') as file:
        file.write(b'BM' + struct.pack('<IHHI', offset + len(data), 0, 0, offset) + fields + extra + data)
    expect(name)


def bmps():
    def short(red, green, blue):
        return struct.pack('<H', red | green | blue)
    bgr = lambda x, y: bytes(reversed(rgb(x, y)))
    made('bmp3:bmp-rgb24.bmp', 'rgb.ppm')
    made('bmp2:bmp-os2.bmp', 'rgb.ppm')
    made('bmp3:bmp-palette8.bmp', 'rgb.ppm', '-colors', '60', '+dither', '-type', 'Palette')
    made('bmp3:bmp-palette4.bmp', 'rgb.ppm', '-colors', '16', '+dither', '-type', 'Palette')
    made('bmp3:bmp-bilevel.bmp', 'rgb.ppm', '-monochrome')
    made('bmp3:bmp-rle8.bmp', 'rgb.ppm', '-colors', '60', '+dither', '-type', 'Palette', '-compress', 'RLE')
    bmp('bmp-555.bmp', 16, 0, lambda x, y: short(*(v >> 3 << s for v, s in zip(rgb(x, y), (10, 5, 0)))))
    bmp('bmp-565.bmp', 16, 3, lambda x, y: short(
        rgb(x, y)[0] >> 3 << 11, rgb(x, y)[1] >> 2 << 5, rgb(x, y)[2] >> 3), (0xf800, 0x7e0, 0x1f))
    bmp('bmp-rgb32.bmp', 32, 0, lambda x, y: bgr(x, y) + b'\0')
    bmp('bmp-rgb32-fields.bmp', 32, 3, lambda x, y: bgr(x, y) + b'\0', (0xff0000, 0xff00, 0xff))
    bmp('bmp-top-down.bmp', 24, 0, bgr, down=True)
    with_alpha = lambda x, y: bgr(x, y) + bytes([alpha(x, y)])
    bmp('bmp-rgba.bmp', 32, 3, with_alpha, (0xff0000, 0xff00, 0xff, 0xff000000), header=108)
    bmp('bmp-rgba-undeclared.bmp', 32, 0, with_alpha)


# ---- TIFF ----

def tiffcp(name, *options, source='tiff-rgb8.tif'):
    run('tiffcp', *options, source, name)
    expect(name)


def tiffs():
    straight, multiplied = ('-define', 'tiff:alpha=unassociated'), ('-define', 'tiff:alpha=associated')
    made('tiff-rgb8.tif', 'rgb.ppm', '-compress', 'none')
    made('tiff-lzw.tif', 'rgb.ppm', '-compress', 'lzw')
    made('tiff-packbits.tif', 'rgb.ppm', '-compress', 'rle')
    made('tiff-big-endian.tif', 'rgb.ppm', '-endian', 'msb', '-compress', 'zip')
    made('tiff-rgb16.tif', 'rgb16.png', '-depth', '16', '-compress', 'none')
    made('tiff-rgb16-zip.tif', 'rgb16.png', '-depth', '16', '-compress', 'zip')
    made('tiff-grey1.tif', 'rgb.ppm', '-monochrome', '-compress', 'lzw')
    made('tiff-grey4.tif', 'grey4.png', '-depth', '4')
    made('tiff-grey8.tif', 'grey.pgm')
    made('tiff-grey16.tif', 'grey16.png', '-depth', '16')
    made('tiff-grey8-white-is-0.tif', 'grey.pgm', '-define', 'quantum:polarity=min-is-white')
    made('tiff-fax3.tif', 'rgb.ppm', '-monochrome', '-compress', 'fax')
    made('tiff-fax4.tif', 'rgb.ppm', '-monochrome', '-compress', 'group4')
    made('tiff-palette8.tif', 'rgb.ppm', '-colors', '60', '+dither', '-type', 'Palette', '-compress', 'lzw')
    made('tiff-palette4.tif', 'rgb.ppm', '-colors', '16', '+dither', '-type', 'Palette', '-depth', '4')
    made('tiff-rgba8.tif', 'rgba.png', *straight, '-compress', 'lzw')
    made('tiff-rgba8-multiplied.tif', 'rgba.png', *multiplied, '-compress', 'lzw')
    made('tiff-rgba16.tif', 'rgba16.png', *straight, '-depth', '16', '-compress', 'lzw')
    made('tiff-grey-alpha.tif', 'grey-alpha.png', *straight)
    made('tiff-cmyk8.tif', 'rgb.ppm', '-colorspace', 'CMYK', '-compress', 'lzw')
    made('tiff-cmyk16.tif', 'rgb.ppm', '-colorspace', 'CMYK', '-depth', '16', '-compress', 'lzw')
    made('tiff-jpeg.tif', 'rgb.ppm', '-compress', 'jpeg', '-quality', '92')
    made('tiff-jpeg-grey.tif', 'grey.pgm', '-compress', 'jpeg', '-quality', '92')
    made('tiff-pages.tif', 'rgb.ppm', 'grey.pgm', '-compress', 'lzw')
    tiffcp('tiff-tiles.tif', '-t', '-w', '16', '-l', '16', '-c', 'lzw')
    tiffcp('tiff-planes.tif', '-p', 'separate', '-c', 'lzw')
    tiffcp('tiff-bigtiff.tif', '-8', '-c', 'lzw')
    tiffcp('tiff-strips.tif', '-r', '3', '-c', 'zip')
    tiffcp('tiff-fax4-lsb.tif', '-f', 'lsb2msb', source='tiff-fax4.tif')
    for number in range(1, 9):
        shutil.copy('tiff-lzw.tif', f'tiff-orientation{number}.tif')
        run('tiffset', '-s', '274', number, f'tiff-orientation{number}.tif')
        expect(f'tiff-orientation{number}.tif')
    for name, source, content in (('rgb', 'rgb.ppm', WIDE_RGB), ('grey', 'grey.pgm', GREY_18)):
        with open('profile.icc', 'wb') as file:
            file.write(content)
        made(f'tiff-icc-{name}.tif', source, '-profile', 'profile.icc', '-compress', 'lzw')
    with open('profile.icc', 'wb') as file:
        file.write(INK)
    made('tiff-icc-cmyk.tif', 'rgb.ppm', '-colorspace', 'CMYK', '-profile', 'profile.icc', '-compress', 'lzw')


# ---- WebP ----

def cwebp(name, *options):
    run('cwebp', '-quiet', *options, '-o', name)
    expect(name)


def webpmux(name, *options):
    run('webpmux', *options, '-o', name)
    expect(name)


def set_chunk(name, kind, content, source):
    with open('chunk', 'wb') as file:
        file.write(content)
    webpmux(name, '-set', kind, 'chunk', source)


def webps():
    cwebp('webp-lossy.webp', '-q', '90', 'rgb.png')
    cwebp('webp-lossy-low.webp', '-q', '10', 'rgb.png')
    cwebp('webp-lossy-simple-filter.webp', '-q', '50', '-nostrong', 'rgb.png')
    cwebp('webp-lossless.webp', '-lossless', 'rgb.png')
    cwebp('webp-lossless-palette.webp', '-lossless', 'palette.png')
    cwebp('webp-lossless-alpha.webp', '-lossless', '-exact', 'rgba.png')
    for filter_name in ('none', 'fast', 'best'):
        cwebp(f'webp-lossy-alpha-{filter_name}.webp', '-q', '90', '-exact', '-alpha_filter', filter_name, 'rgba.png')
    cwebp('webp-lossy-alpha-raw.webp', '-q', '90', '-exact', '-alpha_method', '0', 'rgba.png')
    for number in range(1, 9):
        set_chunk(f'webp-exif{number}.webp', 'exif', exif(number, '<'), 'webp-lossless.webp')
    set_chunk('webp-exif6-with-prefix.webp', 'exif', b'Exif\0\0' + exif(6), 'webp-lossless.webp')
    set_chunk('webp-icc.webp', 'icc', WIDE_RGB, 'webp-lossless.webp')
    set_chunk('webp-icc-alpha.webp', 'icc', WIDE_RGB, 'webp-lossless-alpha.webp')
    frames = ('-frame', 'webp-lossy.webp', '+100+0+0', '-frame', 'webp-lossless.webp', '+100+0+0')
    webpmux('webp-animated.webp', *frames)
    webpmux('webp-animated-alpha.webp', '-frame', 'webp-lossy-alpha-best.webp', '+100+0+0', *frames)


# ---- what the pixels are ----

def expect(name):
    table[name] = None


def pixels(name):
    number = int(''.join(filter(str.isdigit, name.partition('exif')[2])) or 1)
    turned_by_name = 'exif' in name and not name.startswith('jpeg')
    arguments = [CONVERT, name + '[0]']
    if turned_by_name:
        arguments += ['-orient', ORIENTATIONS[number - 1]]
    arguments += ['-auto-orient']
    if not name.startswith('gif') and 'animated' not in name:
        arguments += ['+repage']
    if '-icc' in name:
        arguments += ['-profile', SRGB_PROFILE]
    arguments += ['-background', 'white', '-flatten', '-depth', '8', '-colorspace', 'sRGB', '-type', 'TrueColor']
    run(*arguments, 'ppm:pixels.ppm')
    return open('pixels.ppm', 'rb').read()


def main():
    os.makedirs(OUT, exist_ok=True)
    os.chdir(WORK)
    png('rgb.png', 2, 8, rgb)
    png('rgb16.png', 2, 16, lambda x, y: wide(rgb(x, y)))
    png('rgba.png', 6, 8, rgba)
    png('rgba16.png', 6, 16, lambda x, y: wide(rgba(x, y)))
    png('grey4.png', 0, 4, greys(4))
    png('grey16.png', 0, 16, greys(16))
    png('grey.png', 0, 8, greys(8))
    png('grey-alpha.png', 4, 8, lambda x, y: (grey(x, y), alpha(x, y)))
    png('palette.png', 3, 4, lambda x, y: ((x + y) % 16,), [plte(16)])
    run(CONVERT, 'rgb.png', 'rgb.ppm')
    run(CONVERT, 'grey.png', 'grey.pgm')
    table.clear()
    for kind in (pngs, jpegs, gifs, bmps, tiffs, webps):
        kind()
    known = {}
    with open(os.path.join(OUT, 'table.csv'), 'w') as out:
        for name in table:
            content = pixels(name)
            if content not in known:
                known[content] = os.path.splitext(name)[0] + '.ppm'
                with open(os.path.join(OUT, known[content]), 'wb') as file:
                    file.write(content)
            shutil.copy(name, OUT)
            out.write(f'{name},{known[content]}\n')
    shutil.rmtree(WORK)


main()
