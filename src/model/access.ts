/** Accounts, owners, and who may do what. */
import type { Span } from "../diagnostics/source.ts";
import type { ResourceForm } from "../language/declaration.ts";
import { operations } from "../language/grammar.ts";
import { child, type Node } from "../language/tree.ts";
import type { ResourceDraft } from "./inverses.ts";
import type { AccessRule, Auth, Operation, ToOneField } from "./model.ts";
import { valueAt } from "./naming.ts";
import { columnBase } from "./fields.ts";
import { columnName } from "./physical.ts";
import { toOneProperty } from "./relations.ts";
import type { Scope } from "./scope.ts";

export function resolveAuth(scope: Scope): Auth | null {
  const { declaration, collector } = scope;
  const accounts = declaration.resources.filter(({ values }) => values.account === true);
  const [account, second] = accounts;
  const written = declaration.root.entries.get("auth");
  if (written === undefined || declaration.values.auth === undefined) {
    if (account !== undefined && written === undefined) {
      collector.report("RW1703", { key: "account" }, keyAt(account, "account"));
    }
    return null;
  }
  if (account === undefined) {
    if (declaration.broken.size === 0) {
      collector.report("RW1701", {}, written.key.at);
    }
    return null;
  }
  if (second !== undefined) {
    collector.report("RW1702", {}, keyAt(second, "account"), [
      { at: keyAt(account, "account"), note: "the other one" },
    ]);
  }
  const login = account.fields.find(({ name }) => name === "email");
  const isLogin =
    login?.keys.type?.value === "email" &&
    login.keys.unique?.value === true &&
    login.keys.optional?.value !== true;
  if (!isLogin && !account.broken.has("email")) {
    collector.report("RW1708", { resource: account.name }, login?.nameAt ?? account.nameAt);
  }
  return { registration: declaration.values.auth.registration ?? "closed", account: account.name };
}

function keyAt(resource: ResourceForm, key: string): ResourceForm["nameAt"] {
  return resource.map.entries.get(key)?.key.at ?? resource.nameAt;
}

/** The relation that `owner:` declares, set by the server; null where the resource has no owner. */
export function applyOwner(
  draft: ResourceDraft,
  form: ResourceForm,
  auth: Auth | null,
  scope: Scope,
): void {
  const { owner } = form.values;
  if (owner === undefined) {
    return;
  }
  if (auth === null) {
    if (!scope.declaration.root.entries.has("auth")) {
      scope.collector.report("RW1703", { key: "owner" }, keyAt(form, "owner"));
    }
    return;
  }
  draft.owner = owner;
  const declared = draft.fields.find(({ name }) => name === owner);
  if (declared !== undefined) {
    if (declared.kind !== "to_one" || declared.to !== auth.account) {
      const params = { name: owner, account: auth.account };
      scope.collector.report("RW1707", params, valueAt(form, "owner"));
      return;
    }
    draft.fields = draft.fields.map((field) =>
      field === declared ? { ...field, readonly: true, required: false } : field,
    );
    return;
  }
  const isAnonymous = draft.access?.create.some(({ kind }) => kind === "public") ?? false;
  draft.fields = [...draft.fields, ownerField(draft, owner, auth, isAnonymous, scope)];
}

function ownerField(
  draft: ResourceDraft,
  name: string,
  auth: Auth,
  optional: boolean,
  scope: Scope,
): ToOneField {
  return {
    kind: "to_one",
    uid: `${draft.uid}.${name}`,
    name,
    property: toOneProperty(name, scope.naming),
    column: columnName(`${columnBase(name)}_id`),
    to: auth.account,
    onDelete: "restrict",
    unique: false,
    inverse: "",
    description: null,
    example: undefined,
    deprecated: false,
    optional,
    required: false,
    readonly: true,
    writeonly: false,
    immutable: false,
    filter: true,
    sort: true,
    was: [],
    isNew: false,
    backfill: null,
    map: null,
  };
}

type Access = Readonly<Record<Operation, readonly AccessRule[]>>;

export function accessOf(
  draft: ResourceDraft,
  form: ResourceForm,
  hasAuth: boolean,
  scope: Scope,
): Access | null {
  const own = rulesOf(child(form.map, "access"), scope);
  const general = scope.declaration.root.entries.get("defaults")?.value ?? null;
  const inherited = rulesOf(child(general, "access"), scope);
  if (!scope.declaration.root.entries.has("auth")) {
    for (const [rules, at] of [
      [own, keyAt(form, "access")],
      [inherited, child(general, "access")?.at ?? form.nameAt],
    ] as const) {
      const demands = [...rules.values()].flat().some(({ rule }) => rule.kind !== "public");
      if (demands) {
        scope.collector.report("RW1703", { key: "access" }, at);
      }
    }
    return null;
  }
  if (!hasAuth) {
    return null;
  }
  const access: Record<Operation, readonly AccessRule[]> = {
    list: [],
    retrieve: [],
    create: [],
    replace: [],
    update: [],
    delete: [],
  };
  const silent: Operation[] = [];
  for (const operation of draft.operations) {
    // PUT, PATCH and links are one right. (docs/http-contract.md, "Auth".)
    const rules =
      own.get(operation) ??
      (operation === "replace" ? own.get("update") : undefined) ??
      inherited.get(operation) ??
      (operation === "replace" ? inherited.get("update") : undefined);
    if (rules === undefined) {
      silent.push(operation);
    } else {
      access[operation] = rules.map(({ rule }) => rule);
      checkOwnerRule(rules, form, scope);
    }
  }
  if (silent.length > 0) {
    const at = child(form.map, "access") === null ? form.nameAt : keyAt(form, "access");
    scope.collector.report("RW1706", { resource: draft.name, operations: silent }, at);
  }
  return access;
}

interface PlacedRule {
  readonly rule: AccessRule;
  readonly at: Span;
}

function rulesOf(node: Node | null, scope: Scope): ReadonlyMap<Operation, readonly PlacedRule[]> {
  const found = new Map<Operation, readonly PlacedRule[]>();
  if (node === null) {
    return found;
  }
  for (const operation of operations) {
    const rules = node.kind === "map" ? child(node, operation) : node;
    if (rules !== null) {
      found.set(operation, ruleList(rules, scope));
    }
  }
  return found;
}

function ruleList(node: Node, scope: Scope): readonly PlacedRule[] {
  const items = node.kind === "list" ? node.items : [node];
  const rules = items.flatMap((item) => {
    const written = item.kind === "scalar" && typeof item.value === "string" ? item.value : null;
    const rule = written === null ? null : ruleOf(written);
    if (written !== null && rule === null) {
      scope.collector.report("RW1704", { rule: written }, item.at);
    }
    return rule === null ? [] : [{ rule, at: item.at }];
  });
  if (rules.length > 1 && rules.some(({ rule }) => rule.kind === "public")) {
    scope.collector.report("RW1709", {}, node.at);
  }
  return rules;
}

function checkOwnerRule(rules: readonly PlacedRule[], form: ResourceForm, scope: Scope): void {
  for (const { rule, at } of rules) {
    if (rule.kind === "owner" && form.values.owner === undefined) {
      scope.collector.report("RW1705", { resource: form.name }, at, [
        { at: form.nameAt, note: "declared here" },
      ]);
    }
  }
}

function ruleOf(written: string): AccessRule | null {
  if (written === "public" || written === "authenticated" || written === "owner") {
    return { kind: written };
  }
  const role = /^role:\s*([A-Za-z][A-Za-z0-9_-]{0,62})$/.exec(written)?.[1];
  return role === undefined ? null : { kind: "role", role };
}
