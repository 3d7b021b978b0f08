"""A small random InternVL2 in plain PyTorch, for machines without transformers and without the checkpoint.

The pieces, their names and their order are those of the published model with a Phi-3 decoder (InternVL2-4B):
InternViT blocks with layer scale, pixel shuffle, the two-layer projector `mlp1`, and a decoder with RMSNorm, rotary
positions, grouped keys and values, and SwiGLU. `graphs.py` runs over this and over the real one alike. Weights are
random: what it is for is that every path of the export is walked, and can be compared number by number.
"""

import math
from types import SimpleNamespace

import torch
from torch import nn
from torch.nn import functional as F


def config(**changes):
    base = dict(
        image_size=28, patch_size=7, channels=3, vision_width=16, vision_layers=1, vision_heads=2, downsample_ratio=0.5,
        vocab=128, hidden=32, layers=2, heads=4, kv_heads=2, mlp=48, rope_theta=10000.0, rms_norm_eps=1e-5,
    )
    return SimpleNamespace(**{**base, **changes})


# InternViT


class InternVisionEmbeddings(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.class_embedding = nn.Parameter(torch.randn(1, 1, c.vision_width))
        self.patch_embedding = nn.Conv2d(c.channels, c.vision_width, c.patch_size, stride=c.patch_size)
        patches = (c.image_size // c.patch_size) ** 2
        self.position_embedding = nn.Parameter(torch.randn(1, patches + 1, c.vision_width))

    def forward(self, pixel_values):
        patches = self.patch_embedding(pixel_values).flatten(2).transpose(1, 2)
        start = self.class_embedding.expand(pixel_values.shape[0], 1, -1)
        return torch.cat([start, patches], dim=1) + self.position_embedding


class InternAttention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.num_heads = c.vision_heads
        self.qkv = nn.Linear(c.vision_width, 3 * c.vision_width)
        self.proj = nn.Linear(c.vision_width, c.vision_width)

    def forward(self, x):
        b, n, width = x.shape
        q, k, v = self.qkv(x).reshape(b, n, 3, self.num_heads, width // self.num_heads).permute(2, 0, 3, 1, 4)
        scores = (q * (width // self.num_heads) ** -0.5) @ k.transpose(-2, -1)
        return self.proj((scores.softmax(dim=-1) @ v).transpose(1, 2).reshape(b, n, width))


class InternMLP(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class InternVisionEncoderLayer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.attn = InternAttention(c)
        self.mlp = InternMLP(c.vision_width)
        self.norm1 = nn.LayerNorm(c.vision_width, eps=1e-6)
        self.norm2 = nn.LayerNorm(c.vision_width, eps=1e-6)
        self.ls1 = nn.Parameter(0.1 * torch.ones(c.vision_width))
        self.ls2 = nn.Parameter(0.1 * torch.ones(c.vision_width))

    def forward(self, x):
        x = x + self.attn(self.norm1(x)) * self.ls1
        return x + self.mlp(self.norm2(x)) * self.ls2


class InternVisionModel(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embeddings = InternVisionEmbeddings(c)
        self.encoder = nn.Module()
        self.encoder.layers = nn.ModuleList(InternVisionEncoderLayer(c) for _ in range(c.vision_layers))

    def forward(self, pixel_values):
        x = self.embeddings(pixel_values)
        for layer in self.encoder.layers:
            x = layer(x)
        return x


# Phi-3


class Phi3RMSNorm(nn.Module):
    def __init__(self, width, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps))


def rotate(x, cos, sin):
    half = x.shape[-1] // 2
    return x * cos + torch.cat([-x[..., half:], x[..., :half]], dim=-1) * sin


def repeat_kv(x, groups):
    """Each head `groups` times in a row. `repeat_interleave` says the same but is exported wrongly by torch 1.13."""
    b, heads, n, dim = x.shape
    return x[:, :, None].expand(b, heads, groups, n, dim).reshape(b, heads * groups, n, dim)


class Phi3Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads, self.kv_heads, self.head_dim = c.heads, c.kv_heads, c.hidden // c.heads
        self.qkv_proj = nn.Linear(c.hidden, (c.heads + 2 * c.kv_heads) * self.head_dim, bias=False)
        self.o_proj = nn.Linear(c.heads * self.head_dim, c.hidden, bias=False)

    def forward(self, x, bias, cos, sin, past):
        b, n, _ = x.shape
        sizes = [self.heads * self.head_dim, self.kv_heads * self.head_dim, self.kv_heads * self.head_dim]
        q, k, v = self.qkv_proj(x).split(sizes, dim=-1)
        q = rotate(q.view(b, n, self.heads, self.head_dim).transpose(1, 2), cos, sin)
        k = rotate(k.view(b, n, self.kv_heads, self.head_dim).transpose(1, 2), cos, sin)
        v = v.view(b, n, self.kv_heads, self.head_dim).transpose(1, 2)
        if past is not None:
            k, v = torch.cat([past[0], k], dim=2), torch.cat([past[1], v], dim=2)
        groups = self.heads // self.kv_heads
        scores = q @ repeat_kv(k, groups).transpose(-2, -1) / math.sqrt(self.head_dim) + bias
        mixed = scores.softmax(dim=-1) @ repeat_kv(v, groups)
        return self.o_proj(mixed.transpose(1, 2).reshape(b, n, self.heads * self.head_dim)), (k, v)


class Phi3MLP(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.gate_up_proj = nn.Linear(c.hidden, 2 * c.mlp, bias=False)
        self.down_proj = nn.Linear(c.mlp, c.hidden, bias=False)

    def forward(self, x):
        gate, up = self.gate_up_proj(x).chunk(2, dim=-1)
        return self.down_proj(F.silu(gate) * up)


class Phi3DecoderLayer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.self_attn = Phi3Attention(c)
        self.mlp = Phi3MLP(c)
        self.input_layernorm = Phi3RMSNorm(c.hidden, c.rms_norm_eps)
        self.post_attention_layernorm = Phi3RMSNorm(c.hidden, c.rms_norm_eps)

    def forward(self, x, bias, cos, sin, past):
        attended, present = self.self_attn(self.input_layernorm(x), bias, cos, sin, past)
        x = x + attended
        return x + self.mlp(self.post_attention_layernorm(x)), present


def attention_bias(attention_mask, columns, dtype):
    """0 where a column may look, the lowest number elsewhere: never behind itself, never at padding."""
    total = attention_mask.shape[1]
    places = torch.arange(total)
    behind = places[None, :] > places[total - columns :, None]
    hidden = behind[None, None] | (attention_mask[:, None, None, :] == 0)
    return torch.zeros(hidden.shape, dtype=dtype).masked_fill(hidden, torch.finfo(dtype).min)


class Phi3Model(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embed_tokens = nn.Embedding(c.vocab, c.hidden)
        self.layers = nn.ModuleList(Phi3DecoderLayer(c) for _ in range(c.layers))
        self.norm = Phi3RMSNorm(c.hidden, c.rms_norm_eps)
        dim = c.hidden // c.heads
        self.register_buffer("inv_freq", 1.0 / c.rope_theta ** (torch.arange(0, dim, 2).float() / dim), persistent=False)

    def forward(self, inputs_embeds, attention_mask, position_ids, past_key_values=None, use_cache=True, **_):
        x = inputs_embeds
        angles = position_ids[:, None, :, None].float() * self.inv_freq
        angles = torch.cat([angles, angles], dim=-1)
        bias = attention_bias(attention_mask, x.shape[1], x.dtype)
        present = []
        for at, layer in enumerate(self.layers):
            past = None if past_key_values is None else past_key_values[at]
            x, kept = layer(x, bias, angles.cos(), angles.sin(), past)
            present.append(kept)
        return SimpleNamespace(last_hidden_state=self.norm(x), past_key_values=tuple(present))


class Phi3ForCausalLM(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.model = Phi3Model(c)
        self.lm_head = nn.Linear(c.hidden, c.vocab, bias=False)
        self.config = SimpleNamespace(
            num_hidden_layers=c.layers, num_attention_heads=c.heads, num_key_value_heads=c.kv_heads,
            hidden_size=c.hidden, vocab_size=c.vocab,
        )

    def forward(self, inputs_embeds, attention_mask):
        positions = (attention_mask.cumsum(dim=-1) - 1).clamp(min=0)
        hidden = self.model(inputs_embeds, attention_mask, positions).last_hidden_state
        return SimpleNamespace(logits=self.lm_head(hidden))

    def get_input_embeddings(self):
        return self.model.embed_tokens

    def get_output_embeddings(self):
        return self.lm_head


class InternVLChatModel(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.downsample_ratio = c.downsample_ratio
        self.vision_model = InternVisionModel(c)
        self.language_model = Phi3ForCausalLM(c)
        width = c.vision_width * int(1 / c.downsample_ratio) ** 2
        self.mlp1 = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, c.hidden), nn.GELU(), nn.Linear(c.hidden, c.hidden))
        self.image_size = c.image_size
        self.num_image_token = int((c.image_size // c.patch_size) ** 2 * c.downsample_ratio**2)

    def pixel_shuffle(self, x):
        """A square of neighbouring patches becomes one, with the channels of all: `ps_version` v2."""
        n, w, h, c = x.shape
        s = self.downsample_ratio
        x = x.view(n, w, int(h * s), int(c / s)).permute(0, 2, 1, 3).contiguous()
        return x.view(n, int(h * s), int(w * s), int(c / (s * s))).permute(0, 2, 1, 3).contiguous()

    def extract_feature(self, pixel_values):
        patches = self.vision_model(pixel_values)[:, 1:, :]
        side = int(patches.shape[1] ** 0.5)
        shuffled = self.pixel_shuffle(patches.reshape(patches.shape[0], side, side, -1))
        return self.mlp1(shuffled.reshape(shuffled.shape[0], self.num_image_token, -1))


def random_model(seed, spread=1.0, mixing=1.0, **changes):
    """
    The same numbers for the same seed. `spread` above 1 makes answers surer of themselves; `mixing` above 1 makes
    them depend on all that was read and seen, where default weights hardly look beyond the last token.
    """
    torch.manual_seed(seed)
    model = InternVLChatModel(config(**changes)).eval()
    with torch.no_grad():
        model.language_model.lm_head.weight.mul_(spread)
        model.mlp1[-1].weight.mul_(mixing)
        for layer in model.language_model.model.layers:
            layer.self_attn.o_proj.weight.mul_(mixing)
            layer.self_attn.qkv_proj.weight.mul_(mixing)
    return model
