"""Names that a scenario may use: sectors, levels, domains, resources, channels, areas."""

SECTORS: tuple[str, ...] = ("party", "government", "economic", "mass", "social", "self_governance")
SPHERES: dict[str, str] = {
    "party": "party_state",
    "government": "party_state",
    "economic": "market",
    "mass": "society",
    "social": "society",
    "self_governance": "society",
}
LEVELS: tuple[str, ...] = ("village", "township", "city")
DOMAINS: tuple[str, ...] = ("political", "administrative", "market", "voluntary", "self_governance")
FORMS: tuple[str, ...] = ("application", "problem", "dispute")
RIVAL_RESOURCES: tuple[str, ...] = ("services", "technology", "organisational", "economic", "human", "platform")
"""Flows per day that one institution's use takes from another."""
COPIED_RESOURCES: tuple[str, ...] = ("information", "policy_support")
"""Non-rival: shared by copying."""
RESOURCES: tuple[str, ...] = (*RIVAL_RESOURCES, *COPIED_RESOURCES)
CHANNELS: tuple[str, ...] = ("people", "administrative", "judicial")
"""Channels of mediation 人民调解、行政调解、司法调解."""
MEDIATION_PARTS: tuple[str, ...] = tuple(f"{channel}_{level}" for channel in CHANNELS for level in LEVELS)
AREAS: tuple[str, ...] = ("environment", "food", "traffic", "public_security")
"""Key areas of enforcement and justice 重点领域执法司法."""
CITIZEN_GROUPS: tuple[str, ...] = ("everyone", "elderly", "left_behind", "migrant", "low_income")
