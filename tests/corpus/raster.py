"""Scans: rendered pages made worse the way copiers and phones make them worse."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageChops, ImageEnhance, ImageFilter


def rasterise(
    pages: list[Path],
    target: Path,
    dpi: int,
    seed: str = "",
    angle: float = 0,
    noise: float = 0,
    blur: float = 0,
    jpeg: float = 50,
    bits: float = 8,
    contrast: float = 1,
    specks: float = 0,
    shade: float = 0,
    turned: float = 0,
) -> None:
    """Write the pages as an image PDF, or as one long PNG or JPEG.

    `angle` in degrees (each page its own, up to this), `noise` the standard deviation in grey levels, `blur` a
    radius in pixels, `jpeg` a quality, `bits` 1 or 8, `specks` of dust a page, `shade` darkens the binding edge,
    `turned` by 90, 180 or 270 degrees as pages fed the wrong way.
    """
    rng = random.Random(seed)
    images = []
    for path in pages:
        image = Image.open(path).convert("L")
        if contrast != 1:
            image = ImageEnhance.Contrast(image).enhance(contrast)
        if blur:
            image = image.filter(ImageFilter.GaussianBlur(blur))
        if angle:
            turn = rng.uniform(0.6, 1) * angle * rng.choice([-1, 1])
            image = image.rotate(turn, resample=Image.Resampling.BICUBIC, expand=False, fillcolor=255)
        if shade:
            image = ImageChops.darker(image, _shaded(image.size, int(255 - shade)))
        if noise:
            grain = Image.effect_noise(image.size, noise).filter(ImageFilter.GaussianBlur(0.6))
            image = ImageChops.add(image, grain, scale=1, offset=-128)
        _dust(image, rng, int(specks))
        image = image.rotate(turned, expand=True)
        images.append(image.point(lambda grey: 255 if grey > 150 else 0).convert("1") if bits == 1 else image)
    if target.suffix == ".pdf":
        quality = {} if bits == 1 else {"quality": int(jpeg)}
        images[0].save(target, "PDF", resolution=dpi, save_all=True, append_images=images[1:], **quality)
        return
    long = Image.new(images[0].mode, (images[0].width, sum(image.height for image in images)), 255)
    top = 0
    for image in images:
        long.paste(image, (0, top))
        top += image.height
    if target.suffix == ".png":
        long = long if bits == 1 else long.quantize(16)
        long.save(target, "PNG", optimize=True, dpi=(dpi, dpi))
    else:
        long.save(target, "JPEG", quality=int(jpeg), dpi=(dpi, dpi))


def _shaded(size: tuple[int, int], darkest: int) -> Image.Image:
    """White, darkening towards the left edge as beside a binding."""
    gradient = Image.linear_gradient("L").rotate(90)  # dark at the left
    strip = gradient.resize((size[0] // 5, size[1])).point(lambda grey: darkest + grey * (255 - darkest) // 255)
    sheet = Image.new("L", size, 255)
    sheet.paste(strip, (0, 0))
    return sheet


def _dust(image: Image.Image, rng: random.Random, specks: int) -> None:
    for _ in range(specks):
        x, y = rng.randrange(image.width - 3), rng.randrange(image.height - 3)
        side = rng.choice([1, 1, 2])
        image.paste(rng.randrange(90), (x, y, x + side, y + side))
