"""The units in which the numbers under a key are written, for the manual."""

from __future__ import annotations

from appraise.policy.keys.said import said

SCORE = said("points of a score", "得分")
SHARE = said("percent, 0.5 is 50%", "百分比，0.5 即 50%")
WEIGHT = said("percent, 50 is 50%", "百分比，50 即 50%")
MONEY = said("money", "金额")
VALUE = said("as the value", "同实际值")
PLACES = said("decimal places", "小数位")
DAYS = said("days", "天")
PERIODS = said("periods", "期")
PEOPLE = said("people", "人")
