# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""The pool `chunks`: texts that were compiled, by text and chunk name, the last loaded first.

A load rents the main function and gives it back when its closure is made, so nothing is live between loads.  What is
beyond the capacity, or the bytes, is dropped from the end of the list.  A main function is a root of the collector
while it is kept; its constants are numbers and strings, so no other Lua value lives longer.  Nothing in a Proto changes
after it was loaded but its counts, so that several closures share one as those of one function definition do.
"""
import cython
from cython.cimports.libc.stdint import int64_t, uint32_t
from cython.cimports.libc.stdlib import free
from cython.cimports.libc.string import memcmp, memcpy
from cython.cimports.interpreter.vm.heap import allocate, count_pool
from cython.cimports.interpreter.vm.pools import internal_error
from cython.cimports.interpreter.vm.strings import hash_bytes
from cython.cimports.interpreter.vm.values import (
    CHUNK_BUCKETS, Chunk, ChunkP, CharP, Instr, POOLS_OFF, POOLS_POISON, Proto, ConstCharP, unlikely,
)  # fmt: skip


def count_load(vm):
    vm.chunks.rents += 1
    vm.chunks.returns += 1
    vm.chunks.high_water = 1


def rent_chunk(vm, text, text_len, name, name_len):
    """Return the main function of a text that is kept, or NULL; compiling it and give_back_chunk are next then."""
    c: ChunkP = find_chunk(vm, hash_bytes(vm.seed, text, text_len), text, text_len, name, name_len)
    if c == cython.NULL:
        return cython.NULL
    if unlikely(vm.mode == POOLS_POISON) and c.sum != proto_sum(vm, c.p):
        internal_error(vm, b"chunks", b"a kept function was written to")
    unlink_chunk(vm, c)
    link_chunk(vm, c)
    count_load(vm)
    vm.chunk_bytes_saved += c.bytes
    return c.p


def find_chunk(vm, hash, text, text_len, name, name_len):
    s: CharP
    c: ChunkP = vm.chunk_buckets[hash % CHUNK_BUCKETS]
    while c != cython.NULL:
        s = cython.cast(CharP, c + 1)
        if c.hash == hash and c.text_len == text_len and c.name_len == name_len:
            if memcmp(s, text, text_len) == 0 and memcmp(s + text_len, name, name_len) == 0:
                return c
        c = c.chain
    return cython.NULL


def link_chunk(vm, c):
    """Make a text the newest."""
    c.newer = cython.NULL
    c.older = vm.newest_chunk
    if c.older != cython.NULL:
        c.older.newer = c
    else:
        vm.oldest_chunk = c
    vm.newest_chunk = c


def unlink_chunk(vm, c):
    if c.newer != cython.NULL:
        c.newer.older = c.older
    else:
        vm.newest_chunk = c.older
    if c.older != cython.NULL:
        c.older.newer = c.newer
    else:
        vm.oldest_chunk = c.newer


def give_back_chunk(vm, text, text_len, name, name_len, p):
    """Keep a main function that was compiled just now, or drop it where pools are off or it is too large."""
    c: ChunkP = cython.NULL
    count_load(vm)
    vm.chunks.misses += 1
    if vm.mode != POOLS_OFF and vm.chunks.capacity > 0:
        c = new_chunk(vm, text, text_len, name, name_len)
    if c == cython.NULL:
        vm.chunks.drops += 1
        return
    c.p = p
    c.bytes += proto_bytes(p)
    if vm.mode == POOLS_POISON:
        c.sum = proto_sum(vm, p)
    keep_chunk(vm, c)
    vm.chunks.drops += cut_chunks(vm, vm.chunks.capacity)


def keep_chunk(vm, c):
    bucket: cython.pointer[ChunkP] = cython.address(vm.chunk_buckets[c.hash % CHUNK_BUCKETS])
    c.chain = bucket[0]
    bucket[0] = c
    link_chunk(vm, c)
    vm.nchunks += 1
    vm.chunk_bytes += c.bytes


def record_bytes(text_len, name_len):
    """Return the bytes of a record with its copies of text and name."""
    return cython.cast(int64_t, cython.sizeof(Chunk)) + text_len + name_len


def new_chunk(vm, text, text_len, name, name_len):
    """Make a record with copies of text and name; NULL: they are too large, or there is no memory."""
    bytes: int64_t = record_bytes(text_len, name_len)
    if bytes > vm.chunks_capacity_bytes:
        return cython.NULL
    c: ChunkP = cython.cast(ChunkP, allocate(vm, bytes))
    if unlikely(c == cython.NULL):
        return c
    count_pool(vm, bytes)
    c.hash = hash_bytes(vm.seed, text, text_len)
    c.sum = 0
    c.text_len = text_len
    c.name_len = name_len
    c.bytes = bytes
    memcpy(cython.cast(CharP, c + 1), text, text_len)
    memcpy(cython.cast(CharP, c + 1) + text_len, name, name_len)
    return c


def cut_chunks(vm, keep):
    n: int64_t = 0
    while vm.nchunks > keep or vm.chunk_bytes > vm.chunks_capacity_bytes:
        free_chunk(vm, vm.oldest_chunk)
        n += 1
    return n


def free_chunk(vm, c):
    link: cython.pointer[ChunkP] = cython.address(vm.chunk_buckets[c.hash % CHUNK_BUCKETS])
    while link[0] != c:
        link = cython.address(link[0].chain)
    link[0] = c.chain
    unlink_chunk(vm, c)
    vm.nchunks -= 1
    vm.chunk_bytes -= c.bytes
    count_pool(vm, -record_bytes(c.text_len, c.name_len))
    free(c)


def kept_chunks(vm):
    n: int64_t = 0
    c: ChunkP = vm.newest_chunk
    while c != cython.NULL:
        n += 1
        c = c.older
    return n


def proto_bytes(p):
    """Return the bytes of a function, its parts and the functions in it; strings do not count."""
    i: cython.int
    n: int64_t = cython.sizeof(Proto) + p.bytes
    for i in range(p.nprotos):
        n += proto_bytes(p.protos[i])
    return n


def proto_sum(vm, p):
    """Return a sum of the instructions of a function and of the functions in it."""
    i: cython.int
    sum: uint32_t = hash_bytes(vm.seed, cython.cast(ConstCharP, p.code), p.ncode * cython.sizeof(Instr))
    for i in range(p.nprotos):
        sum = sum * 31 + proto_sum(vm, p.protos[i])
    return sum
