"""The two sound policies that slips are made in: one in English, one in Chinese."""

ENGLISH = """\
ruleset: plan
title: Sales plan
version: "1"
effective: {from: 2026-07-01, to: 2026-12-31}
period: quarter
currency: USD
language: en
conventions:
  boundary: lower
  rounding: {mode: half-up, score: 2, money: 2}
  missing: error
data:
  employee: id
  fields:
    id:        {type: text, column: Employee ID}
    role:      {type: text, column: Role, values: [AE, AM, Manager]}
    hired:     {type: date, column: Hire Date}
    salary:    {type: money, column: Salary, min: 0}
    sales:     {type: money, column: Sales, min: 0}
    quota:     {type: money, column: Quota, min: 1}
    renewed:   {type: money, column: Renewed, min: 0}
    due:       {type: money, column: Due, min: 1}
    trained:   {type: yes-no, column: Trained}
parameters:
  base_rate: 5%
derive:
  tenure: calendar_months_between(hired, period_end)
  retention: renewed / due
cohorts:
  new: role == 'AE' and tenure < 6
  account: role == 'AM'
  others: otherwise
indicators:
  sales:
    title: Sales against quota
    value: sales
    target: quota
    score: {method: ratio, floor: 0, cap: 120}
    weight: 60
  kept:
    title: Retention
    value: retention
    target: 92%
    score:
      method: linear
      points: [[70%, 0], [92%, 100], [100%, 140]]
    weight: 40
gates:
  training: {title: Training overdue, when: not trained, grade_at_most: C, reward_factor: 50%}
grades:
  bands: {A: 110, B: 95, C: 80, D: lowest}
rewards:
  bonus:
    title: Bonus
    amount: salary * base_rate * factor
    factor: {by: grade, values: {A: 2, B: 1.5, C: 1, D: 0}}
  commission:
    title: Commission
    base: sales
    tiers: {method: marginal, rates: {0: 1%, 100000: 2%, 300000: 3%}}
  contest:
    title: Contest
    contest: {by: sales, best: highest, ties: share, prizes: {1: 3000, 2: 2000, 3: 1000}}
budgets:
  pool: {title: Bonus pool, covers: [bonus], amount: 500000, mode: cap}
outcomes:
  praise: {title: Praise, when: grade == 'A', kind: recognition, message: Well done}
"""

CHINESE = """\
ruleset: zhidu
title: 销售考核制度
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
language: zh
conventions:
  boundary: lower
  rounding: {mode: half-up, score: 2, money: 2}
  missing: error
data:
  employee: 工号
  fields:
    工号: {type: text}
    大区: {type: text, values: [华东, 华南, 华北]}
    入职日期: {type: date}
    月薪: {type: money, min: 0}
    销售额: {type: money, min: 0}
    目标额: {type: money, min: 1}
    应收: {type: money, min: 1}
    回款: {type: money, min: 0}
    违规: {type: count, min: 0}
derive:
  司龄: calendar_months_between(入职日期, period_end)
  回款率: 回款 / 应收
cohorts:
  新人: 司龄 < 6
  老人: otherwise
indicators:
  销售:
    title: 销售额
    value: 销售额
    target: {新人: 目标额 * 50%, 老人: 目标额}
    score: {method: ratio, floor: 0, cap: 120}
    weight: 70
  收款:
    title: 回款率
    value: 回款率
    target: 95%
    score: {method: linear, points: [[60%, 0], [95%, 100]]}
    weight: 30
gates:
  合规: {title: 一票否决, when: 违规 > 0, grade_at_most: C}
grades:
  bands: {S: 110, A: 95, B: 80, C: lowest}
rewards:
  奖金:
    title: 季度奖金
    amount: 月薪 * 3 * factor
    factor: {by: grade, values: {S: 2, A: 1.5, B: 1, C: 0}}
  提成:
    title: 提成
    base: 销售额
    tiers: {method: marginal, rates: {0: 1%, 100000: 2%, 300000: 3%}}
outcomes:
  表扬: {title: 表扬, when: grade == 'S', kind: recognition, message: 季度通报表扬}
"""
