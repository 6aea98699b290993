import { compile, type Grants } from "../../model/grants";
import { checkedRoles } from "../../sdk/access/check";

/** What a program's roles are compiled to. */
export function granted(roles: Record<string, unknown>, around: Parameters<typeof compile>[1] = {}): Grants {
  return compile(checkedRoles(roles), around);
}
