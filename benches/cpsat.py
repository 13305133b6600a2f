#!/usr/bin/env python3
"""A term plan from one monolithic CP-SAT model, to compare with: what a good engineer builds in a few days.

    pip install ortools
    python3 benches/cpsat.py problem.json --seconds 60 --workers 2 -o plan.json
    paipian check problem.json plan.json

What the model does to be as good as it can:

- Sections of one course and pattern (an "offer") are alike, so they are counted, not named: a whole number per offer
  and room option, one boolean per child and offer. Rooms alike form a pool; only patterns of several periods, which
  must keep their room, and care in the home room of a class ask for one room by name.
- A person leads one section at a time, so one boolean per person and offer tells who leads. Single periods that the
  same people may lead share those booleans. What is left of symmetry is people who are alike in everything.
- Who sits in which copy, with which lead, in which room of the pool is dealt out afterwards; all of it fits.
- Shortfall and cost are one objective in which a minute owed counts `OWED` points: an hour of it is then worth more
  than all wishes of a child, and the numbers stay small.
- From nothing CP-SAT ends far from where a simple greedy timetable begins, and from there the whole model is too large
  to get the clubs right. So the same model is solved for the scarce part first (clubs, posts, lessons the policy asks
  for) from a greedy hint; that part, greedily completed, is the hint of the whole model, whose bound is the bound.
  From about 1,000 children on, presolving the whole model takes longer than its share of a minute: nearly all of the
  time goes to the scarce part then, and there is no bound.
- Waves are laid afterwards by one small CP-SAT model a day, gates and siblings included: as part of the whole model
  they would make it larger still. What seats could do for gates and siblings is lost by that.

Left to chance: care_split, staff_gap. Refused: pins, published plans, external_needs_assistant. Periods that overlap
without being the same (several bells) may leave a section of a pool without a free room.
"""

import argparse
import heapq
import json
import math
import sys
import time
from collections import Counter, defaultdict

from ortools.sat.python import cp_model

SCARCE, LARGE = (0.55, 0.8), 10_000  # part of the time for the scarce part alone, and from so many variables on
GROUP = 30    # children that one person of care stands for while clubs are planned alone
OWED = 20     # cost points for one minute of shortfall
UNIT = 1000   # the objective counts thousandths of a point, so that money is exact
INF = math.inf
WEIGHTS = {"wish": 1, "none_of_top": 150, "load": 1, "staff_days": 8, "avoid": 1, "small_section": 2,
           "away_from_home": 1, "money": 1, "wave_wait": 1, "wave_gate": 1, "siblings": 3}
POLICY = {"want": 2, "wish_values": [100, 80, 65, 50, 40, 30, 20, 10], "special_cap": INF, "special_share": {},
          "share_kinds": ["after_school"], "share_from": 0, "minutes": [], "external_needs_assistant": False,
          "min_block": 0, "max_break": 15, "wave_minutes": 5, "max_waves": 6, "weights": {}}
COURSE = {"category": None, "special": False, "grades": [], "min_size": 1, "max_size": INF, "max_sections": INF,
          "max_parallel": INF, "max_per_student": 1, "leads": [], "features": [], "rooms": [], "assistants": 0,
          "min_minutes": 0, "fill": 0}
TEACHER = {"skills": [], "unavailable": [], "avoid": [], "max_minutes": INF, "max_minutes_day": INF,
           "target_minutes": INF, "pay": 0, "cleared": True}
ROOM = {"features": [], "closed": [], "parallel": 1, "cost": 0, "cleared": True, "offsite": None}
STUDENT = {"wishes": [], "needs": [], "family": None, "exempt": []}


def filled(row, defaults):
    return {**defaults, **{key: value for key, value in row.items() if value is not None}}


def clock(text):
    return int(text[:2]) * 60 + int(text[3:])


def total(terms):
    """Sum of factor × variable over (variable, factor) pairs."""
    terms = list(terms)
    return cp_model.LinearExpr.weighted_sum([var for var, _ in terms], [factor for _, factor in terms])


def add_up(variables):
    return cp_model.LinearExpr.sum(list(variables))


class School:
    """The problem, its defaults filled in, and its offers: a course in one of its patterns, with all that fits."""

    def __init__(self, problem):
        self.policy = filled(problem["policy"], POLICY)
        if problem.get("pins") or problem.get("published") or self.policy["external_needs_assistant"]:
            sys.exit("pins, published plans and external_needs_assistant are not modelled")
        self.weights = {**WEIGHTS, **self.policy["weights"]}
        self.periods = {row["id"]: {**row, "start": clock(row["start"]), "end": clock(row["end"]),
                                    "minutes": clock(row["end"]) - clock(row["start"]),
                                    "day": (row.get("week", 1), row["day"])} for row in problem["periods"]}
        # Sets of periods that meet at one moment: all that clashes shows at the start of some period.
        self.moments = {frozenset(other["id"] for other in self.periods.values() if other["day"] == period["day"]
                                  and other["start"] <= period["start"] < other["end"])
                        for period in self.periods.values()}
        self.classes = {row["id"]: row for row in problem["classes"]}
        grades = {row["id"]: row for row in problem["grades"]}
        self.students = [filled(row, {**STUDENT, "want": self.policy["want"]}) for row in problem["students"]]
        for student in self.students:
            student["grade"] = grades[self.classes[student["class"]]["grade"]]
        self.teachers = [t for t in (filled(row, TEACHER) for row in problem["teachers"]) if t["cleared"]]
        self.gates = problem.get("gates", [])
        self.courses = [filled(row, COURSE) for row in problem["courses"]]
        named = {room for course in self.courses for room in course["rooms"]}
        pools = defaultdict(list)
        for room in (filled(row, ROOM) for row in problem["rooms"]):
            if room["cleared"]:
                alike = [room["capacity"], room["cost"], room["offsite"], sorted(room["features"]),
                         sorted(room["closed"]), room["id"] if room["id"] in named else None]
                pools[json.dumps(alike)].append(room)
        self.pools = list(pools.values())
        offers = (Offer(self, course, pattern) for course in self.courses for pattern in course["patterns"])
        self.offers = [offer for offer in offers if offer.most > 0]

    def wish_value(self, rank):
        values = self.policy["wish_values"]
        return values[rank] if rank < len(values) else 0


class Offer:
    """A course in one of its patterns: `most` sections at most, which are interchangeable."""

    def __init__(self, school, course, pattern):
        self.course, self.kind, self.key = course, course["kind"], (course["id"], *pattern)
        self.periods, self.ids = [school.periods[p] for p in pattern], frozenset(pattern)
        self.moments = [moment for moment in school.moments if not moment.isdisjoint(pattern)]
        self.minutes = sum(period["minutes"] for period in self.periods)
        self.scarce = self.kind in ("club", "post") or not course["special"] \
            and course["category"] in (rule["category"] for rule in school.policy["minutes"])
        self.per_child = {"club": 1, "open": course["max_per_student"]}.get(self.kind, INF)
        there = [t for t in school.teachers if self.ids.isdisjoint(t["unavailable"])]
        skill = course.get("skill", "care" if self.kind == "care" else None)
        self.leads = [t for t in there if (not skill or skill in t["skills"])
                      and (not course["leads"] or t["id"] in course["leads"])]
        self.helpers = [t for t in there if t["kind"] == "staff"]
        self.children = [s for s in school.students if self.kind != "post" and self.ids <= set(s["attends"])
                         and (not course["grades"] or s["grade"]["id"] in course["grades"])
                         and (self.kind != "club" or course["id"] in s["wishes"])]
        self.roomless = self.kind == "post" and not course["features"] and not course["rooms"]
        self.options = []  # (number of the pool, rooms, most seats of a section)
        homes = {school.classes[s["class"]].get("home") for s in self.children} if self.kind == "care" else set()
        homes -= {None}
        for number, rooms in enumerate([] if self.roomless else school.pools):
            if self.suits(school, rooms[0]):
                limit = min(rooms[0]["capacity"], course["max_size"],
                            school.policy["special_cap"] if course["special"] else INF)
                single = [r for r in rooms if len(pattern) > 1 or r["id"] in homes]
                self.options += [(number, [room], limit) for room in single]
                if len(single) < len(rooms):
                    self.options.append((number, rooms, limit))
        self.escorts = min((rooms[0]["offsite"]["escort_per"] for _, rooms, _ in self.options
                            if (rooms[0]["offsite"] or {}).get("escort_per")), default=None)
        self.helped = bool(course["assistants"] or self.escorts)
        self.most = min(len(self.leads), course["max_sections"], course["max_parallel"])
        if self.kind == "post":
            self.most = min(self.most, course["fill"])
        else:
            limit = min((limit for _, _, limit in self.options), default=1)
            self.most = min(self.most, len(self.children) // max(1, course["min_size"]),
                            max(-(-len(self.children) // limit), len(homes)))
        if not self.roomless:
            self.most = min(self.most, sum(room["parallel"] for _, rooms, _ in self.options for room in rooms))

    def suits(self, school, room):
        course, policy = self.course, school.policy
        if not set(course["features"]) <= set(room["features"]) or not self.ids.isdisjoint(room["closed"]) \
                or course["rooms"] and room["id"] not in course["rooms"]:
            return False
        blocks = []
        for period in sorted(self.periods, key=lambda p: (p["day"], p["start"])):
            if blocks and blocks[-1][0] == period["day"] and period["start"] - blocks[-1][2] <= policy["max_break"]:
                blocks[-1][2] = period["end"]
            else:
                blocks.append([period["day"], period["start"], period["end"]])
        return not room["offsite"] or min(end - start for _, start, end in blocks) >= \
            2 * room["offsite"]["travel"] + max(course["min_minutes"], policy["min_block"])


class Model:
    """The whole timetable but its waves as one CP-SAT model."""

    def __init__(self, school, whole=True):
        self.school, self.cp, self.whole = school, cp_model.CpModel(), whole
        self.offers = [offer for offer in school.offers if whole or offer.scarce]
        self.shortfall, self.cost = [], []             # (variable, factor)
        self.shortfall_base, self.cost_base = 0, 0     # what is owed or lost whatever the plan
        self.needs = defaultdict(list)                 # student -> (minutes needed, {offer: minutes it gives})
        self.jobs = {}                                 # people asked for at the same time -> {teacher: variable}
        self.values = None                             # of every variable in the best plan so far
        self.sections()
        for student in school.students:
            self.child(student)
        self.rooms()
        self.staff()

    def bool(self):
        return self.cp.new_bool_var("")

    def int(self, most):
        return self.cp.new_int_var(0, most, "")

    def pay(self, rule, var, factor=1):
        """Puts factor × var of a cost rule into the objective."""
        factor = round(factor * self.school.weights[rule] * UNIT)
        if factor:
            self.cost.append((var, factor))

    def sections(self):
        """How many sections of each offer, in which rooms, and who may sit in them."""
        self.seats_of, by_course = defaultdict(list), defaultdict(list)
        for offer in self.offers:
            by_course[offer.course["id"]].append(offer)
            offer.count = self.int(offer.most)
            offer.in_option = [self.int(min(offer.most, sum(room["parallel"] for room in rooms)))
                               for _, rooms, _ in offer.options]
            if not offer.roomless:
                self.cp.add(add_up(offer.in_option) == offer.count)
            for var, (_, rooms, _) in zip(offer.in_option, offer.options):
                self.pay("money", var, rooms[0]["cost"] * offer.minutes / 60 / 1000)
            part = offer.kind == "open" and not self.whole   # only those who need it; others join later
            offer.seats = {student["id"]: self.bool() for student in offer.children if not part or self.rules(student)}
            if offer.kind == "post":
                self.shortfall.append((offer.count, -20 * offer.minutes))
                continue
            for student, var in offer.seats.items():
                self.seats_of[student].append((offer, var))
            seated, limits = add_up(offer.seats.values()), [limit for _, _, limit in offer.options]
            self.cp.add(seated <= total(zip(offer.in_option, limits)))
            self.cp.add(seated >= (1 if part else offer.course["min_size"]) * offer.count)
            if offer.kind == "care":
                self.homes(offer)
            elif not part:  # copies can be filled so that what each lacks adds up to what all lack
                targets = [-(-2 * limit // 3) for limit in limits]
                small = self.int(max(targets) * offer.most)
                self.cp.add(small >= total(zip(offer.in_option, targets)) - seated)
                self.pay("small_section", small)
        for course in self.school.courses:
            offers = by_course[course["id"]]
            if course["kind"] == "post":
                self.shortfall_base += sum(20 * course["fill"] * self.school.periods[p]["minutes"]
                                           for pattern in course["patterns"] for p in pattern)
            if course["max_sections"] < sum(offer.most for offer in offers):
                self.cp.add(add_up(offer.count for offer in offers) <= course["max_sections"])
            for period in self.school.periods:
                meeting = [offer for offer in offers if period in offer.ids]
                if course["max_parallel"] < sum(offer.most for offer in meeting):
                    self.cp.add(add_up(offer.count for offer in meeting) <= course["max_parallel"])

    def homes(self, offer):
        """Children in care away from home: all of a class, unless a section meets in its home room."""
        at = {rooms[0]["id"]: var for var, (_, rooms, _) in zip(offer.in_option, offer.options) if len(rooms) == 1}
        classes = defaultdict(list)
        for student in offer.children:
            classes[student["class"]].append(offer.seats[student["id"]])
        for name, seats in classes.items():
            home = self.school.classes[name].get("home")
            if home is not None:
                away = self.int(len(seats))
                self.cp.add(away >= add_up(seats) - len(seats) * at.get(home, 0))
                self.pay("away_from_home", away)

    def child(self, student):
        """One child: every period once, sections of one course, what the school owes, and wishes."""
        cp, school, policy = self.cp, self.school, self.school.policy
        seats, by_course = self.seats_of[student["id"]], defaultdict(list)
        for offer, var in seats:
            by_course[offer.course["id"]].append((offer, var))
        for period in student["attends"]:
            if not self.whole:
                cp.add_at_most_one(var for offer, var in seats if period in offer.ids)
                continue
            missing = self.bool()
            cp.add_exactly_one([var for offer, var in seats if period in offer.ids] + [missing])
            if "coverage" not in student["exempt"]:
                self.shortfall.append((missing, 10 * school.periods[period]["minutes"]))
        for held in by_course.values():
            if held[0][0].per_child < len(held):
                cp.add(add_up(var for _, var in held) <= held[0][0].per_child)
        stage, minutes = student["grade"]["stage"], {p: school.periods[p]["minutes"] for p in student["attends"]}
        shared = {p for p in minutes if school.periods[p]["kind"] in policy["share_kinds"]}
        base = sum(minutes[p] for p in shared)
        if self.whole and "special_share" not in student["exempt"] and base >= policy["share_from"]:
            self.owe(student, -(-policy["special_share"].get(stage, 0) * base // 100),
                     [(offer, var, sum(minutes[p] for p in offer.ids & shared))
                      for offer, var in seats if offer.course["special"]])
        for rule in self.rules(student):
            self.owe(student, min(rule["min"], sum(minutes.values())),
                     [(offer, var, offer.minutes) for offer, var in seats
                      if offer.course["category"] == rule["category"]])
        wishes, want = student["wishes"], student["want"]
        full = sum(school.wish_value(rank) for rank in range(min(want, len(wishes))))
        held = [(var, school.wish_value(rank)) for rank, club in enumerate(wishes) for _, var in by_course[club]]
        if full and held:
            lost = self.int(full)
            cp.add(lost + total(held) >= full)
            self.pay("wish", lost)
        elif full:
            self.cost_base += full * school.weights["wish"] * UNIT
        if want and wishes:
            none = self.bool()
            cp.add_bool_or([var for club in wishes[:3] for _, var in by_course[club]] + [none])
            self.pay("none_of_top", none)

    def rules(self, student):
        return [rule for rule in self.school.policy["minutes"] if "category_minutes" not in student["exempt"]
                and rule.get("stage") in (None, student["grade"]["stage"])
                and rule.get("need") in (None, *student["needs"])]

    def owe(self, student, need, seats):
        """Owes what the minutes of the seats lack of the need."""
        if need > 0 and seats:
            self.needs[student["id"]].append((need, {offer: minutes for offer, _, minutes in seats}))
            lack = self.int(need)
            self.cp.add(lack + total((var, minutes) for _, var, minutes in seats) >= need)
            self.shortfall.append((lack, 1))
        else:
            self.shortfall_base += max(0, need)

    def rooms(self):
        """No room, and no pool of rooms, holds more sections than it has places."""
        users = defaultdict(list)  # (pool or room, moment) -> variables
        for offer in self.offers:
            for var, (pool, rooms, _) in zip(offer.in_option, offer.options):
                for moment in offer.moments:
                    users[pool, moment].append(var)
                    if len(rooms) == 1 < len(self.school.pools[pool]):
                        users[rooms[0]["id"], moment].append(var)
        places = {room["id"]: room["parallel"] for pool in self.school.pools for room in pool}
        places.update((number, sum(room["parallel"] for room in pool)) for number, pool in enumerate(self.school.pools))
        for (name, _), variables in users.items():
            self.cp.add(add_up(variables) <= places[name])

    def staff(self):
        """Who leads and who helps. Single periods that the same people may serve ask for them together."""
        demand, work = defaultdict(list), defaultdict(list)

        def ask(role, people, needed, offer, alone):
            key = (role, offer.ids, frozenset(t["id"] for t in people), offer.key if alone else None)
            if key not in self.jobs:
                self.jobs[key] = {t["id"]: self.bool() for t in people}
                for name, var in self.jobs[key].items():
                    work[name].append((offer, var))
            demand[key].append(needed)
            return key

        for offer in self.offers:
            alone = len(offer.periods) > 1 or bool(offer.escorts)
            offer.lead_job, offer.help_job = ask("lead", offer.leads, offer.count, offer, alone), None
            if offer.helped:
                offer.help = self.int(len(offer.helpers))
                offer.help_job = ask("help", offer.helpers, offer.help, offer, alone)
                self.cp.add(offer.help >= offer.course["assistants"] * offer.count)
                if offer.escorts:
                    self.cp.add(add_up(offer.seats.values()) <= offer.escorts * (offer.help + offer.count))
        for key, needed in demand.items():
            self.cp.add(add_up(self.jobs[key].values()) == add_up(needed))
        for teacher in self.school.teachers:
            self.person(teacher, work[teacher["id"]])
        for period in self.school.periods if not self.whole else ():
            carers = [t for t in self.school.teachers if "care" in t["skills"] and period not in t["unavailable"]]
            busy = add_up(var for t in carers for offer, var in work[t["id"]] if period in offer.ids)
            seated = add_up(var for offer in self.offers if period in offer.ids for var in offer.seats.values())
            left = sum(period in student["attends"] for student in self.school.students)
            lack = self.int(left)
            self.cp.add(GROUP * busy + left - seated <= GROUP * len(carers) + lack)
            self.cost.append((lack, 50 * UNIT))

    def person(self, teacher, work):
        """Clashes, minutes, days and cost of one person."""
        for moment in self.school.moments:
            self.cp.add_at_most_one(var for offer, var in work if moment in offer.moments)
        load, days = [(var, offer.minutes) for offer, var in work], defaultdict(Counter)
        most = min(sum(minutes for _, minutes in load), teacher["max_minutes"])
        if teacher["max_minutes"] < INF:
            self.cp.add(total(load) <= teacher["max_minutes"])
        for number, (offer, var) in enumerate(work):
            self.pay("money", var, teacher["pay"] * offer.minutes / 60 / 1000)
            self.pay("avoid", var, sum(p["minutes"] for p in offer.periods if p["id"] in teacher["avoid"]))
            for period in offer.periods:
                days[period["day"]][number] += period["minutes"]
        for today in days.values():
            there = self.bool()
            for number in today:
                self.cp.add_implication(work[number][1], there)
            self.pay("staff_days", there)
            if teacher["max_minutes_day"] < INF:
                self.cp.add(total((work[number][1], minutes) for number, minutes in today.items())
                            <= teacher["max_minutes_day"])
        target = teacher["target_minutes"]
        for bound, factor in ((target, 1), (target * 5 // 4, 2)) if target < INF else ():
            if most > bound:
                over = self.int(most - bound)
                self.cp.add(over >= total(load) - bound)
                self.pay("load", over, factor)

    def worth(self, terms):
        return sum(factor * self.values[var.index] for var, factor in terms)

    def solve(self, seconds, workers, fixed=False, log=False):
        """Searches from the hint, or with the hint fixed; keeps the plan, if any, and makes it the next hint."""
        self.cp.minimize(total([(var, factor * OWED * UNIT) for var, factor in self.shortfall] + self.cost))
        search = solver(seconds, workers)
        search.parameters.fix_variables_to_their_hinted_value = fixed
        search.parameters.log_search_progress = log
        status = search.solve(self.cp)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.values = list(search.response_proto.solution)
            self.cp.clear_hints()
            for index, value in enumerate(self.values):
                self.cp.add_hint(self.cp.get_int_var_from_proto_index(index), value)
        if self.values is None:
            sys.exit("no plan: the greedy one breaks a rule or took too long")
        base = self.shortfall_base * OWED * UNIT + self.cost_base
        shortfall = self.worth(self.shortfall) + self.shortfall_base
        cost = (self.worth(self.cost) + self.cost_base) / UNIT
        text = f"{search.status_name(status)}, shortfall {shortfall}, cost {cost:.0f} without waves," \
            f" objective {shortfall * OWED + cost:.0f}"
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) and not fixed:
            text += f", bound {(search.best_objective_bound + base) / UNIT:.0f}"
        return text


def solver(seconds, workers):
    search = cp_model.CpSolver()
    search.parameters.max_time_in_seconds = max(0.1, seconds)
    search.parameters.num_workers = workers
    search.parameters.random_seed = 1
    return search


class Greedy:
    """A first timetable: posts, then the clubs most wished for, then what the policy asks for, then care."""

    def __init__(self, model, start=()):
        self.model, self.school = model, model.school
        self.value = Counter()            # index of a variable -> value
        self.busy = Counter()             # (teacher, room or pool; moment) -> meetings
        self.load = Counter()             # teacher, or (teacher, day) -> minutes
        self.opened = Counter()           # offer, course or (course, period) -> sections
        self.held = defaultdict(list)     # student -> offers
        self.covered = defaultdict(set)   # student -> periods with a seat
        self.waiting = Counter((period, s["grade"]["id"]) for s in self.school.students for period in s["attends"])
        kinds = defaultdict(list)
        for offer in model.offers:
            kinds[offer.kind].append(offer)
        staff = {t["id"]: t for t in self.school.teachers}
        for section in sorted(start, key=lambda section: section["offer"].kind):
            offer, children = section["offer"], section["seats"]
            if offer.kind == "open":
                others = [s for s in self.best(offer, lambda student, offer: 0, True)[1] if s not in children]
                children = children + others[:max(0, -(-2 * section["limit"] // 3) - len(children))]
            self.open(offer, children, [staff[name] for name in [section["lead"]] + section["assistants"]])
        for offer in sorted(kinds["post"], key=lambda offer: len(offer.leads)):
            for _ in range(offer.most):
                self.open(offer, [])
        self.phase([offer for offer in kinds["open"] if not offer.course["special"]], self.owed, fill=model.whole)
        self.phase(kinds["club"], self.wished)
        self.phase(kinds["open"], self.owed, fill=True)
        if model.whole:
            self.phase(kinds["care"] + kinds["open"], lambda student, offer: 1)
            for offer in kinds["care"]:
                self.at_home(offer)
        for offer in model.offers:
            decisions = [offer.count, *offer.in_option, *offer.seats.values(), *([offer.help] if offer.helped else [])]
            for var in decisions:
                model.cp.add_hint(var, self.value[var.index])
        for people in model.jobs.values():
            for var in people.values():
                model.cp.add_hint(var, self.value[var.index])

    def phase(self, offers, gain, fill=False):
        """Opens the section with the greatest gain while there is one. Gains only shrink, so stale ones may wait."""
        heap = [(-INF, number, offer) for number, offer in enumerate(offers)]
        while heap:
            _, number, offer = heapq.heappop(heap)
            value, children = self.best(offer, gain, fill)
            if value > 0 and (heap and value < -heap[0][0] or self.spare(offer) and self.open(offer, children)):
                heapq.heappush(heap, (-value, number, offer))

    def best(self, offer, gain, fill):
        """The children who gain most from a section, and how much; with `fill`, others on the seats left over."""
        free = [(gain(student, offer), len(student["attends"]), student["id"], student) for student in offer.children
                if student["id"] in offer.seats and offer.ids.isdisjoint(self.covered[student["id"]])
                and sum(other.course is offer.course for other in self.held[student["id"]]) < offer.per_child]
        mates = Counter(row[3]["class"] for row in free)
        free.sort(key=lambda row: (row[0], mates[row[3]["class"]], row[3]["class"], -row[1] if row[0] else row[1],
                                   row[2]), reverse=True)
        chosen = [row for row in free if row[0] > 0 or fill][:max(limit for _, _, limit in offer.options)]
        if len(chosen) < (offer.course["min_size"] if self.model.whole or offer.kind == "club" else 1):
            return 0, []
        return sum(row[0] for row in chosen), [row[3] for row in chosen]

    def wished(self, student, offer):
        """What a seat takes off the cost of wishes."""
        rank, want = {club: rank for rank, club in enumerate(student["wishes"])}, student["want"]
        ranks = [rank[other.course["id"]] for other in self.held[student["id"]] if other.kind == "club"]
        lost = sum(self.school.wish_value(rank) for rank in range(min(want, len(rank))))
        lost -= sum(map(self.school.wish_value, ranks))
        mine = rank[offer.course["id"]]
        first = want > 0 and mine < 3 and not any(other < 3 for other in ranks)
        return max(0, min(lost, self.school.wish_value(mine))) + self.school.weights["none_of_top"] * first

    def owed(self, student, offer):
        """Minutes owed that a seat delivers."""
        return sum(max(0, min(need - sum(minutes.get(other, 0) for other in self.held[student["id"]]),
                              minutes.get(offer, 0))) for need, minutes in self.model.needs[student["id"]])

    def at_home(self, offer):
        """A section more for each class with many children in care away from home."""
        classes = Counter(s["class"] for s in offer.children if offer in self.held[s["id"]])
        taken = {rooms[0]["id"] for var, (_, rooms, _) in zip(offer.in_option, offer.options)
                 if len(rooms) == 1 and self.value[var.index]}
        for name, count in classes.most_common():
            home = self.school.classes[name].get("home")
            if count >= 12 and home not in taken:
                self.open(offer, [], home=home)

    def spare(self, offer):
        """Whether care still finds people when a club has taken its own."""
        for period in offer.ids if offer.kind == "club" else ():
            moments = [moment for moment in offer.moments if period in moment]
            staff = sum("care" in t["skills"] and period not in t["unavailable"] and not self.meets(t["id"], moments)
                        for t in self.school.teachers)
            if staff <= sum(-(-count // 40) for (when, _), count in self.waiting.items() if when == period):
                return False
        return True

    def meets(self, name, moments):
        return max(self.busy[name, moment] for moment in moments)

    def open(self, offer, children, people=(), home=None):
        """Adds a section if the numbers allowed, a room and people are there."""
        course = offer.course
        bounds = [(offer, offer.most), (course["id"], course["max_sections"])]
        bounds += [((course["id"], period), course["max_parallel"]) for period in offer.ids]
        if any(self.opened[key] >= most for key, most in bounds):
            return False
        options = []
        for var, (pool, rooms, limit) in zip(offer.in_option, offer.options):
            places = {pool: sum(room["parallel"] for room in self.school.pools[pool])}
            if len(rooms) == 1:
                places[rooms[0]["id"]] = rooms[0]["parallel"]
            if (home is None or home in places) and limit >= len(children) \
                    and all(self.meets(name, offer.moments) < most for name, most in places.items()):
                at_home = sum(self.school.classes[s["class"]].get("home") in places for s in children)
                options.append((at_home, -rooms[0]["cost"], -len(options), var, list(places)))
        people = list(people)
        while len(people) < 1 + course["assistants"] and self.hire(offer, people):
            pass
        while offer.escorts and people and len(children) > offer.escorts * len(people) and self.hire(offer, people):
            pass
        if len(people) < 1 + course["assistants"] or len(children) > (offer.escorts or INF) * len(people) \
                or not options and not offer.roomless:
            return False
        names = [teacher["id"] for teacher in people]
        if options:
            _, _, _, var, places = max(options, key=lambda option: option[:3])
            self.value[var.index] += 1
            names += places
        self.value[offer.count.index] += 1
        if offer.helped:
            self.value[offer.help.index] += len(people) - 1
        self.opened.update(key for key, _ in bounds)
        self.busy.update((name, moment) for name in names for moment in offer.moments)
        for number, teacher in enumerate(people):
            self.value[self.model.jobs[offer.help_job if number else offer.lead_job][teacher["id"]].index] = 1
            self.load[teacher["id"]] += offer.minutes
            for period in offer.periods:
                self.load[teacher["id"], period["day"]] += period["minutes"]
        for student in children:
            self.value[offer.seats[student["id"]].index] = 1
            self.held[student["id"]].append(offer)
            self.covered[student["id"]] |= offer.ids
            self.waiting.subtract((period, student["grade"]["id"]) for period in offer.ids)
        return True

    def hire(self, offer, people):
        """Adds the cheapest person who is free: the lead first, then helpers."""
        best, days = None, Counter()
        for period in offer.periods:
            days[period["day"]] += period["minutes"]
        for teacher in offer.helpers if people else offer.leads:
            name, load = teacher["id"], self.load[teacher["id"]] + offer.minutes
            if teacher in people or self.meets(name, offer.moments) or load > teacher["max_minutes"] \
                    or any(self.load[name, day] + days[day] > teacher["max_minutes_day"] for day in days):
                continue
            price = teacher["pay"] * offer.minutes / 60000 + 2 * len(teacher["skills"])
            price += 8 * sum(not self.load[name, day] for day in days) + max(0, load - teacher["target_minutes"])
            price += sum(p["minutes"] for p in offer.periods if p["id"] in teacher["avoid"])
            if best is None or price < best[0]:
                best = (price, teacher)
        people += [best[1]] if best else []
        return bool(best)


def deal(model):
    """Sections with their rooms, people and children, dealt out to interchangeable copies."""
    school, value = model.school, lambda var: model.values[var.index]
    free = {job: [name for name, var in people.items() if value(var)] for job, people in model.jobs.items()}
    sections, used = [], Counter()
    for offer in model.offers:
        copies = [(rooms, limit) for var, (_, rooms, limit) in zip(offer.in_option, offer.options)
                  for _ in range(value(var))] or [([None], INF)] * value(offer.count)
        helpers = value(offer.help) if offer.helped else 0
        of_offer = []
        for number, (rooms, limit) in enumerate(copies, 1):
            lead = free[offer.lead_job].pop()
            need = helpers if number == len(copies) else offer.course["assistants"]
            helpers -= need
            if offer.escorts:
                limit = min(limit, offer.escorts * (1 + need))
            of_offer.append({"id": f"{offer.key[0]}@{'+'.join(offer.key[1:])}#{number}", "offer": offer, "rooms": rooms,
                             "limit": limit, "lead": lead, "seats": [],
                             "assistants": [free[offer.help_job].pop() for _ in range(need)]})
        sections += of_offer
    # Rooms: those asked for by name, then care, so that it may still get a home, then the rest of the pools.
    rank = {"care": 1, "open": 2, "club": 2, "post": 2}
    for section in sorted(sections, key=lambda s: len(s["rooms"]) > 1 and rank[s["offer"].kind]):
        moments = section["offer"].moments
        vacant = [r for r in section["rooms"] if r and all(used[r["id"], m] < r["parallel"] for m in moments)]
        section["room"] = (vacant or section["rooms"])[0]
        used.update((section["room"]["id"], moment) for moment in moments if section["room"])
    order, by_offer = {name: number for number, name in enumerate(school.classes)}, defaultdict(list)
    for section in sections:
        by_offer[section["offer"]].append(section)
    for offer, copies in by_offer.items():
        children = [s for s in offer.children if s["id"] in offer.seats and value(offer.seats[s["id"]])]
        children.sort(key=lambda s: order[s["class"]])
        (seat_care if offer.kind == "care" else seat)(school, children, copies)
    return sections


def seat(school, children, copies):
    """Copies are filled evenly, first to what counts as not small, then to the limit; classes stay together."""
    sizes = [min(copy["offer"].course["min_size"], len(children) // len(copies)) for copy in copies]
    for share in (2, 3):
        while sum(sizes) < len(children):
            short = [k for k, copy in enumerate(copies) if sizes[k] < -(-share * copy["limit"] // 3)]
            if not short:
                break
            sizes[min(short, key=lambda k: sizes[k])] += 1
    for copy, size in zip(copies, sizes):
        copy["seats"], children = children[:size], children[size:]


def seat_care(school, children, copies):
    """Classes go to their home, then whole to the section with most room; one is cut only where it must be."""
    classes = defaultdict(list)
    for child in children:
        classes[child["class"]].append(child)

    def room_left(copy):
        return copy["limit"] - len(copy["seats"])

    for copy in copies:
        for name, group in classes.items():
            if school.classes[name].get("home") == copy["room"]["id"]:
                count = room_left(copy)
                copy["seats"], classes[name] = copy["seats"] + group[:count], group[count:]
    for group in sorted(classes.values(), key=len, reverse=True):
        while group:
            copy = max(copies, key=room_left)
            count = room_left(copy)
            copy["seats"], group = copy["seats"] + group[:count], group[count:]
    for copy in copies:
        while len(copy["seats"]) < copy["offer"].course["min_size"]:
            copy["seats"].append(max(copies, key=lambda other: len(other["seats"]))["seats"].pop())


def departures(school, sections, seconds, workers):
    """Waves of all days, each day a small model of its own."""
    days = defaultdict(list)
    for section in sections:
        for period in section["offer"].periods:
            def leaves(child):
                today = [p for p in map(school.periods.get, child["attends"]) if p["day"] == period["day"]]
                return period["kind"] != "midday" and max(today, key=lambda p: p["end"]) is period

            leavers = [child for child in section["seats"] if leaves(child)]
            if leavers:
                days[period["day"]].append((section["id"], period, leavers))
    return [wave for groups in days.values() for wave in day_waves(school, groups, seconds / len(days), workers)]


def day_waves(school, groups, seconds, workers):
    policy, weights, step = school.policy, school.weights, school.policy["wave_minutes"]
    gates = school.gates or [{"id": None, "per_wave": INF}]
    cp, terms, slots, families, place = cp_model.CpModel(), [], defaultdict(list), defaultdict(set), []
    last = 3 + sum(len(children) for _, _, children in groups) * 4 // (3 * sum(gate["per_wave"] for gate in gates)) \
        if school.gates else 1
    for number, (_, period, children) in enumerate(groups):
        wait = sum(2 if s["grade"]["stage"] == "primary_lower" else 1 for s in children) * weights["wave_wait"]
        bound = sum("late_waves" not in s["exempt"] for s in children)
        place.append({(gate["id"], wave): cp.new_bool_var("") for gate in gates for wave in range(last)})
        cp.add_exactly_one(place[-1].values())
        for (gate, wave), var in place[-1].items():
            wrong = sum(gate is not None and s["grade"].get("gate") not in (None, gate) for s in children)
            late = bound * max(0, wave - policy["max_waves"] + 1)
            terms.append((var, (wait * wave + late * 10 * OWED) * step + 10 * wrong * weights["wave_gate"]))
            slots[gate, (period["end"] + wave * step) // step].append((var, len(children)))
        for child in children:
            if child["family"]:
                families[child["family"], period["end"]].add(number)
    for (gate, _), users in slots.items():
        most = next(row["per_wave"] for row in gates if row["id"] == gate)
        if sum(size for _, size in users) > most:  # a group too big for the wave leaves alone
            cp.add(total((var, min(size, most)) for var, size in users) <= most)
    for numbers in families.values():
        if len(numbers) > 1:
            first, final = cp.new_int_var(0, last, ""), cp.new_int_var(0, last, "")
            terms += [(final, 10 * step * weights["siblings"]), (first, -10 * step * weights["siblings"])]
            for number in numbers:
                wave = total((var, wave) for (_, wave), var in place[number].items())
                cp.add(first <= wave)
                cp.add(final >= wave)
            for gate in gates:
                used = cp.new_bool_var("")
                terms.append((used, 50 * weights["siblings"]))
                for number in numbers:
                    cp.add(add_up(var for (name, _), var in place[number].items() if name == gate["id"]) <= used)
    cp.minimize(total(terms))
    search = solver(seconds, workers)
    if search.solve(cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        print("a day without waves: too little time", file=sys.stderr)
        return []
    chosen = [next(key for key, var in options.items() if search.value(var)) for options in place]
    return [{"section": section, "period": period["id"], "gate": gate, "wave": wave}
            for (section, period, _), (gate, wave) in zip(groups, chosen)]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("problem")
    options.add_argument("-o", "--output", required=True, help="the plan to write")
    options.add_argument("--seconds", type=float, default=60, help="wall time of all solving, model building apart")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--log", action="store_true", help="CP-SAT's own log")
    options = options.parse_args()
    seconds, workers, log, spent, start = options.seconds, options.workers, options.log, 0.0, ()
    with open(options.problem, encoding="utf-8") as file:
        school = School(json.load(file))
    for name, whole in (("scarce", False), ("whole", True)):
        begin = time.time()
        model = Model(school, whole)
        print(f"{name} model built in {time.time() - begin:.1f} s: {len(model.cp.proto.variables)} variables,"
              f" {len(model.cp.proto.constraints)} constraints", flush=True)
        begin = time.time()
        Greedy(model, start)
        text = model.solve(seconds / 4, workers, fixed=True)  # fills in all that follows from the sections and seats
        print(f"  {spent + time.time() - begin:.1f} s, greedy: {text}", flush=True)
        share = seconds * SCARCE[len(model.cp.proto.variables) >= LARGE]
        left = seconds * 0.9 - spent - (time.time() - begin)  # the rest is for the waves
        text = model.solve(left if whole else share, workers, log=log)
        start = deal(model)
        spent += time.time() - begin
        print(f"  {spent:.1f} s, CP-SAT: {text}", flush=True)
    begin = time.time()
    waves = departures(school, start, seconds - spent, workers)
    print(f"  {spent + time.time() - begin:.1f} s, waves: {len(waves)}")
    seats = defaultdict(list)
    for section in start:
        for child in section["seats"]:
            seats[child["id"]].append(section["id"])
    plan = {"format": "paipian/1", "seats": seats, "waves": waves, "sections": [
        {"id": s["id"], "course": s["offer"].key[0], "pattern": list(s["offer"].key[1:]),
         "room": s["room"] and s["room"]["id"], "lead": s["lead"], "assistants": s["assistants"]} for s in start]}
    with open(options.output, "w", encoding="utf-8") as file:
        json.dump(plan, file, ensure_ascii=False)


if __name__ == "__main__":
    main()
