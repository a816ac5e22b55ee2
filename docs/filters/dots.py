"""Turns strong text (**着重**) into emphasis dots (着重号)."""
import json, sys

def walk(node):
    if isinstance(node, dict) and node.get("type") == "styled" and node.get("style") == "strong":
        node["style"] = "emphasis-dots"
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        walk(child)

document = json.load(sys.stdin.buffer)
walk(document)
sys.stdout.buffer.write(json.dumps(document, ensure_ascii=False).encode())
