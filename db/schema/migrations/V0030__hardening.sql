-- From here on policies are made by app.apply_policy.
comment on schema app is 'Tenants, their users, keys, logins and watch lists, and the policies that keep tenants apart.';
