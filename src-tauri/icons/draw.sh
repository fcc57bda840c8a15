#!/bin/sh
# Draws the icons that the build needs from icon.svg. Needs rsvg-convert and ImageMagick.
set -eu
cd "$(dirname "$0")"
for size in 32 128 512; do
    rsvg-convert --width "$size" --height "$size" icon.svg --output "${size}x${size}.png"
done
mv 512x512.png icon.png
for size in 16 24 32 48 64 256; do
    rsvg-convert --width "$size" --height "$size" icon.svg --output "ico-$size.png"
done
convert ico-16.png ico-24.png ico-32.png ico-48.png ico-64.png ico-256.png icon.ico
rm ico-*.png
